import assert from 'node:assert/strict';
import {test} from 'node:test';
import {BACKOFF_MS, LiveStream, STALE_AFTER_MS} from '../../main/resources/static/js/stream.js';

class FakeSource {
  readyState = 1;
  #listeners = {};
  constructor(url) {
    this.url = url;
  }
  addEventListener(type, listener) {
    (this.#listeners[type] ??= []).push(listener);
  }
  send(type, data = {}, lastEventId = '') {
    for (const listener of this.#listeners[type] ?? []) listener({data: JSON.stringify(data), lastEventId});
  }
  fail(readyState) {
    this.readyState = readyState;
    for (const listener of this.#listeners.error) listener({});
  }
  close() {
    this.readyState = 2;
  }
}

function room({mayRetry = async () => true} = {}) {
  const timers = new Set();
  const clock = {
    time: 1_000_000,
    now: () => clock.time,
    after: (ms, work) => {
      const timer = {at: clock.time + ms, work};
      timers.add(timer);
      return timer;
    },
    cancel: timer => timers.delete(timer),
    pass: ms => {
      const end = clock.time + ms;
      for (;;) {
        const next = [...timers].filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers.delete(next);
        clock.time = next.at;
        next.work();
      }
      clock.time = end;
    },
  };
  const sources = [];
  const states = [];
  const messages = [];
  const stream = new LiveStream({
    query: {type: 'alarm,device', since: 'PT2M'},
    types: ['alarm', 'device', 'reset'],
    onMessage: (type, data) => messages.push([type, data]),
    onStatus: status => states.push(status.state),
    mayRetry,
    url: '/s',
    open: url => sources[sources.push(new FakeSource(url)) - 1],
    clock,
  });
  stream.start();
  return {stream, clock, sources, states, messages};
}

const settled = () => new Promise(resolve => setImmediate(resolve));

test('is live with the first word', () => {
  const {sources, states, messages} = room();

  sources[0].send('heartbeat', {time: 't'}, 'p1');

  assert.deepEqual(states, ['connecting', 'live']);
  assert.deepEqual(messages, [['heartbeat', {time: 't'}]]);
});

test('leaves a reconnect to the browser while that tries', async () => {
  const {clock, sources, states} = room();
  sources[0].send('heartbeat', {}, 'p1');

  sources[0].fail(0);
  await settled();
  clock.pass(BACKOFF_MS[0] * 2);

  assert.equal(sources.length, 1);
  assert.equal(states.at(-1), 'reconnecting');
});

test('opens again behind the last message when the browser has given up, ever more slowly', async () => {
  const {clock, sources} = room();
  sources[0].send('alarm', {}, 'p7');

  sources[0].fail(2);
  await settled();
  clock.pass(BACKOFF_MS[0] * 1.25);
  assert.equal(sources.length, 2);
  assert.match(sources[1].url, /lastEventId=p7/);

  sources[1].fail(2);
  await settled();
  clock.pass(BACKOFF_MS[0] * 1.25);
  assert.equal(sources.length, 2);
  clock.pass(BACKOFF_MS[1] * 1.25);
  assert.equal(sources.length, 3);
});

test('does not open again when signing in comes first', async () => {
  const {clock, sources} = room({mayRetry: async () => false});
  sources[0].send('heartbeat', {}, 'p1');

  sources[0].fail(2);
  await settled();
  clock.pass(STALE_AFTER_MS / 2);

  assert.equal(sources.length, 1);
});

test('is stale since the last word when none comes, and opens another connection', () => {
  const {stream, clock, sources, states} = room();
  clock.pass(3_000);
  sources[0].send('heartbeat', {}, 'p1');
  const heardAt = clock.time;

  clock.pass(STALE_AFTER_MS + 2_000);

  assert.equal(states.at(-1), 'stale');
  assert.equal(stream.status.since, heardAt);
  assert.equal(sources[0].readyState, 2);
  assert.match(sources[1].url, /lastEventId=p1/);
});

test('stays stale while reconnecting, until the server is heard', async () => {
  const {clock, sources, states} = room();
  clock.pass(STALE_AFTER_MS + 2_000);

  sources.at(-1).fail(2);
  await settled();
  assert.equal(states.at(-1), 'stale');
  clock.pass(BACKOFF_MS[0] * 1.25);
  sources.at(-1).send('heartbeat', {}, 'p9');

  assert.equal(states.at(-1), 'live');
});

test('a word from a connection that was given up is not heard', () => {
  const {clock, sources, messages} = room();
  clock.pass(STALE_AFTER_MS + 2_000);

  sources[0].send('alarm', {}, 'p1');

  assert.equal(messages.length, 0);
});

test('is silent once stopped', () => {
  const {stream, clock, sources, states} = room();

  stream.stop();
  clock.pass(STALE_AFTER_MS * 3);

  assert.equal(states.at(-1), 'stopped');
  assert.equal(sources.length, 1);
});
