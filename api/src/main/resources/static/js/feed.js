/** Fills the store: a stream first, then a snapshot, merged; again after a reset. So there is no gap between the two. */
import {get, pages, Problem} from './api.js';
import {LiveStream} from './stream.js';

/**
 * How far the stream begins before now: longer than one instance of the server lags behind another, and still few enough
 * messages (30,000 at 2,000 a second) to take in at once.
 */
const OVERLAP = 'PT15S';

const PAGE_SIZE = 1000;

/** 200,000 devices: far beyond what one page can draw, and still an end. */
const MAX_PAGES = 200;

/**
 * An alarm older than this when it comes is history that somebody replays, and calls nobody: a year of it would sound for
 * hours, over the one alarm that is real. Below a day it is a device that was out of reach, and calls.
 */
const HISTORY_MS = 24 * 3_600_000;

export class Feed {
  /** Whether a snapshot has been merged. */
  ready = false;

  /** Server's clock minus this machine's, milliseconds: states are by the server's clock. */
  clockOffset = 0;

  #loading = false;
  #wanted = true;
  #stream;

  /**
   * @param {object} options
   * @param {import('./store.js').Store} options.store
   * @param {() => Promise<void>} options.loadAlarms loads the newest alarms into the store
   * @param {(ids: string[]) => void} options.onDevices devices that changed or are gone
   * @param {(alarm: import('./api.js').VigilEvent) => void} options.onNewAlarm streamed, and not known before
   * @param {() => void} options.onReady
   * @param {(problem: Problem) => void} options.onProblem a snapshot that failed; it is tried again with the next heartbeat
   * @param {(problem: Problem) => void} options.onUnauthorized
   * @param {(status: import('./stream.js').Status) => void} options.onStatus
   */
  constructor(options) {
    Object.assign(this, options);
    this.#stream = new LiveStream({
      query: {type: 'alarm,device', since: OVERLAP},
      types: ['alarm', 'device', 'reset'],
      onMessage: (type, data) => this.#take(type, data),
      onStatus: options.onStatus,
      mayRetry: () => this.#authorized(),
    });
  }

  start() {
    this.#wanted = true;
    this.#stream.start();
  }

  stop() {
    this.#stream.stop();
  }

  /** @see LiveStream.check */
  check() {
    this.#stream.check();
  }

  /** @returns {import('./stream.js').Status} */
  get status() {
    return this.#stream.status;
  }

  /** @returns {number} epoch milliseconds of the server's clock */
  now() {
    return Date.now() + this.clockOffset;
  }

  #take(type, data) {
    if (type === 'device') {
      if (this.store.putDevice(data)) this.onDevices([data.deviceId]);
    } else if (type === 'alarm') {
      // Before the first snapshot the stream tells of what was a moment ago: news to the page, not to the room.
      if (this.store.putAlarm(data)) this.onNewAlarm(data, this.ready && this.now() - Date.parse(data.time) < HISTORY_MS);
    } else if (type === 'reset') {
      this.#wanted = true;
      this.store.beginReload();
    } else if (type === 'heartbeat') {
      this.clockOffset = Date.parse(data.time) - Date.now();
      if (this.#wanted && !this.#loading) this.#load();
    }
  }

  async #load() {
    this.#loading = true;
    this.#wanted = false;
    try {
      const alarms = this.loadAlarms();
      for await (const devices of pages('/devices', {limit: PAGE_SIZE}, MAX_PAGES)) {
        this.onDevices(devices.filter(device => this.store.putDevice(device)).map(device => device.deviceId));
      }
      await alarms;
      // A reset while loading asks for another snapshot, and only that one may say what is gone.
      if (!this.#wanted) this.onDevices(this.store.endReload());
      this.ready = true;
      this.onReady();
    } catch (error) {
      this.#wanted = true;
      if (!(error instanceof Problem)) throw error;
      if (error.status === 401 || error.status === 403) this.#unauthorized(error);
      else this.onProblem(error);
    } finally {
      this.#loading = false;
    }
  }

  // EventSource does not tell why it was refused; a small request does.
  async #authorized() {
    try {
      await get('/devices', {limit: 1});
      return true;
    } catch (error) {
      if (error.status !== 401 && error.status !== 403) return true;
      this.#unauthorized(error);
      return false;
    }
  }

  #unauthorized(problem) {
    this.#stream.stop();
    this.onUnauthorized(problem);
  }
}
