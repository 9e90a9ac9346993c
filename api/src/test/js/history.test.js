import assert from 'node:assert/strict';
import {test} from 'node:test';
import {buckets, History} from '../../main/resources/static/js/history.js';

const base = Date.parse('2026-11-25T10:00:00.000Z');
const item = (seconds, alarm = false) => ({id: `d/${seconds}/${alarm}`, deviceId: 'd', time: new Date(base + seconds * 1000).toISOString(), alarm});
const seconds = history => history.items.map(({time}) => (Date.parse(time) - base) / 1000);

/** A server whose lists have these pages. */
function server(lists) {
  return async (path, query) => {
    const pages = lists[path.split('/').at(-1)];
    const at = Number(query.cursor ?? 0);
    return {items: pages[at] ?? [], ...(at + 1 < pages.length ? {next: String(at + 1)} : {})};
  };
}

test('events and alarms are merged, newest first', async () => {
  const history = new History('d', {from: base, to: base + 1e6}, server({events: [[item(30), item(10)]], alarms: [[item(20, true)]]}));

  await history.more();

  assert.deepEqual(seconds(history), [30, 20, 10]);
  assert.equal(history.hasMore, false);
});

test('nothing is shown below the point that both lists have reached', async () => {
  const events = Array.from({length: 8}, (_, page) => [item(100 - page)]);
  const history = new History('d', {from: base, to: base + 1e6}, server({events, alarms: [[item(1, true)]]}));

  await history.more();

  assert.deepEqual(seconds(history), [100, 99, 98, 97, 96, 95]);
  assert.equal(history.hasMore, true);

  await history.more();

  assert.deepEqual(seconds(history), [100, 99, 98, 97, 96, 95, 94, 93, 1]);
  assert.equal(history.hasMore, false);
});

test('an empty page with more behind it is not the end', async () => {
  const history = new History('d', {from: base, to: base + 1e6}, server({events: [[], [], [item(5)]], alarms: [[]]}));

  await history.more();

  assert.deepEqual(seconds(history), [5]);
});

test('what came since is added once', async () => {
  const lists = {events: [[item(10)]], alarms: [[]]};
  const history = new History('d', {from: base}, server(lists));
  await history.more();

  lists.events = [[item(20), item(10)]];

  assert.equal(await history.refresh(), true);
  assert.equal(await history.refresh(), false);
  assert.deepEqual(seconds(history), [20, 10]);
});

test('when more than a page came, there is no hole', async () => {
  const lists = {events: [[item(10)]], alarms: [[]]};
  const history = new History('d', {from: base}, server(lists));
  await history.more();

  lists.events = [[item(50), item(40)], [item(30), item(20)], [item(10)]];
  await history.refresh();

  assert.deepEqual(seconds(history), [50, 40, 30, 20, 10]);
});

test('signals are counted by part of the range', () => {
  const {routine, alarms} = buckets([item(0), item(9), item(10, true), item(20)], base, base + 20_000, 2);

  assert.deepEqual([routine, alarms], [[2, 0], [0, 1]]);
});
