/** The life of the live stream: opens, resumes, notices silence. Knows nothing of what the messages mean. */

/** Three heartbeats of 5 s without a word: what is on the screen can no longer be called live. */
export const STALE_AFTER_MS = 15_000;

/** EventSource gives up for good on an answer such as 503; the page does not, but asks ever less often. */
export const BACKOFF_MS = [1_000, 2_000, 4_000, 8_000, 15_000];

const WATCH_EVERY_MS = 1_000;
const CLOSED = 2;

/**
 * @typedef {{state: 'connecting'|'live'|'reconnecting'|'stale'|'stopped', since: number}} Status `since`: when the
 *   server was last heard, epoch milliseconds
 * @typedef {{now(): number, after(ms: number, work: () => void): any, cancel(timer: any): void}} Clock
 */

/** @type {Clock} */
const BROWSER_CLOCK = {
  now: () => Date.now(),
  after: (ms, work) => setTimeout(work, ms),
  cancel: timer => clearTimeout(timer),
};

export class LiveStream {
  /** @type {Status} */
  status = {state: 'stopped', since: 0};

  #source;
  #position;
  #heardAt = 0;
  #openedAt = 0;
  #attempt = 0;
  #watch;
  #retry;

  /**
   * @param {object} options
   * @param {Record<string, string>} options.query `type`, `since`, …
   * @param {string[]} options.types the events to listen for, besides heartbeat
   * @param {(type: string, data: any) => void} options.onMessage
   * @param {(status: Status) => void} options.onStatus
   * @param {() => Promise<boolean>} options.mayRetry asked when the browser gave up: false when signing in comes first
   * @param {string} [options.url]
   * @param {(url: string) => EventSource} [options.open]
   * @param {Clock} [options.clock]
   */
  constructor({query, types, onMessage, onStatus, mayRetry, url = '/api/v1/stream', open = u => new EventSource(u), clock = BROWSER_CLOCK}) {
    Object.assign(this, {query, types: [...types, 'heartbeat'], onMessage, onStatus, mayRetry, url, open, clock});
  }

  start() {
    this.stop();
    this.#heardAt = this.clock.now();
    this.#become('connecting');
    this.#connect();
    this.#watchOn();
  }

  stop() {
    this.#disconnect();
    this.clock.cancel(this.#watch);
    this.#become('stopped');
  }

  /** Looks at once whether the server has gone silent: for a tab whose timers were held back. */
  check() {
    if (this.status.state === 'stopped') return;
    const now = this.clock.now();
    if (now - this.#heardAt <= STALE_AFTER_MS) return;
    this.#become('stale');
    // A connection may look open long after the cable was cut.
    const hangs = this.#source && now - this.#openedAt > STALE_AFTER_MS;
    if (hangs) this.#connect();
  }

  #watchOn() {
    this.#watch = this.clock.after(WATCH_EVERY_MS, () => {
      this.check();
      this.#watchOn();
    });
  }

  #connect() {
    this.#disconnect();
    this.#openedAt = this.clock.now();
    const query = new URLSearchParams(this.query);
    if (this.#position) query.set('lastEventId', this.#position);
    const source = this.open(`${this.url}?${query}`);
    this.#source = source;
    for (const type of this.types) source.addEventListener(type, message => this.#heard(source, type, message));
    source.addEventListener('error', () => this.#failed(source));
  }

  #disconnect() {
    this.clock.cancel(this.#retry);
    this.#source?.close();
    this.#source = undefined;
  }

  #heard(source, type, message) {
    if (source !== this.#source) return;
    this.#heardAt = this.clock.now();
    this.#attempt = 0;
    if (message.lastEventId) this.#position = message.lastEventId;
    this.status.since = this.#heardAt;
    this.onMessage(type, JSON.parse(message.data));
    this.#become('live');
  }

  async #failed(source) {
    if (source !== this.#source) return;
    if (this.status.state !== 'stale') this.#become('reconnecting');
    if (source.readyState !== CLOSED) return;
    this.#disconnect();
    if (!(await this.mayRetry())) return;
    if (this.#source || this.status.state === 'stopped') return;
    const wait = BACKOFF_MS[Math.min(this.#attempt++, BACKOFF_MS.length - 1)];
    // Up to a quarter more, so that the pages of a whole control room do not come back in one instant.
    this.#retry = this.clock.after(wait * (1 + Math.random() / 4), () => this.#connect());
  }

  #become(state) {
    if (this.status.state === state) return;
    this.status = {state, since: this.#heardAt};
    this.onStatus(this.status);
  }
}
