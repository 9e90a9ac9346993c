/** One device's events and alarms in a time range, merged, newest first; page by page, and bounded. */
import {devicePath, get} from './api.js';

const PAGE_SIZE = 1_000;

/** A page may be empty although more follow: this many in one go, then the viewer decides. */
const PAGES_AT_ONCE = 6;

/** A week at a signal a minute is 10,000; more than this make a chart and a track slow, and no clearer. */
export const MAX_ITEMS = 20_000;

/** @typedef {import('./api.js').VigilEvent} VigilEvent */

export class History {
  /** Merged, newest first; without a hole, down to {@link floor}. @type {VigilEvent[]} */
  items = [];

  /** Events older than this (ISO-8601) are not loaded yet; empty when all are. */
  floor = '';

  #ids = new Set();
  #all = [];
  #cursors = {events: null, alarms: null};

  /**
   * @param {string} deviceId
   * @param {{from: number, to?: number}} range epoch milliseconds; without `to`: up to now, and {@link refresh} goes on
   * @param {typeof get} [fetchPage]
   */
  constructor(deviceId, {from, to}, fetchPage = get) {
    Object.assign(this, {deviceId, from, to, fetchPage});
    this.abort = new AbortController();
  }

  /** @returns {boolean} whether older ones of the range can still be loaded */
  get hasMore() {
    return this.floor !== '' && this.#all.length < MAX_ITEMS;
  }

  /** Loads the next older part. @throws {import('./api.js').Problem} */
  async more() {
    for (let page = 0; page < PAGES_AT_ONCE; page++) {
      const open = Object.keys(this.#cursors).filter(kind => this.#cursors[kind] !== undefined);
      if (open.length === 0) return;
      const floors = await Promise.all(open.map(kind => this.#load(kind)));
      this.floor = floors.reduce((a, b) => (a > b ? a : b), '');
      this.#merge();
    }
  }

  /** Loads what came since. @returns {Promise<boolean>} whether there was anything @throws {import('./api.js').Problem} */
  async refresh() {
    const from = this.items[0]?.time ?? new Date(this.from).toISOString();
    const answers = await Promise.all(['events', 'alarms'].map(kind => this.#page(kind, {from, order: 'newest'})));
    // More than a page came, as after a night without a connection: from the start, so that there is no hole.
    if (answers.some(answer => answer.next !== undefined)) return this.#again();
    const added = answers.flatMap(answer => answer.items).filter(item => this.#add(item));
    if (added.length > 0) this.#merge();
    return added.length > 0;
  }

  /** Stops whatever still loads. */
  close() {
    this.abort.abort();
  }

  async #again() {
    this.#ids.clear();
    this.#all = [];
    this.#cursors = {events: null, alarms: null};
    this.floor = '';
    await this.more();
    return true;
  }

  async #load(kind) {
    const cursor = this.#cursors[kind] ?? undefined;
    const answer = await this.#page(kind, {
      from: new Date(this.from).toISOString(),
      to: this.to === undefined ? undefined : new Date(this.to).toISOString(),
      order: 'newest',
      cursor,
    });
    for (const item of answer.items) this.#add(item);
    this.#cursors[kind] = answer.next;
    if (answer.next === undefined) return '';
    // An empty page says nothing of how far it came: nothing below what is known can be trusted yet.
    return answer.items.at(-1)?.time ?? (this.floor || '9999');
  }

  #page(kind, query) {
    return this.fetchPage(`${devicePath(this.deviceId)}/${kind}`, {...query, limit: PAGE_SIZE}, this.abort.signal);
  }

  #add(item) {
    if (this.#ids.has(item.id)) return false;
    this.#ids.add(item.id);
    this.#all.push(item);
    return true;
  }

  #merge() {
    this.#all.sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : a.id < b.id ? 1 : -1));
    this.items = this.floor === '' ? [...this.#all] : this.#all.filter(item => item.time >= this.floor);
  }
}

/**
 * How many signals fall into each part of a range.
 * @param {VigilEvent[]} items
 * @param {number} from epoch milliseconds
 * @param {number} to epoch milliseconds
 * @param {number} count of parts
 * @returns {{starts: number[], routine: number[], alarms: number[]}} `starts` in epoch seconds
 */
export function buckets(items, from, to, count) {
  const width = (to - from) / count;
  const starts = Array.from({length: count}, (_, at) => (from + at * width) / 1000);
  const routine = new Array(count).fill(0);
  const alarms = new Array(count).fill(0);
  for (const item of items) {
    const at = Math.floor((Date.parse(item.time) - from) / width);
    if (at >= 0 && at < count) (item.alarm ? alarms : routine)[at]++;
  }
  return {starts, routine, alarms};
}
