/** Which part of the alarms is loaded: the newest page first, older ones on request, by cursor. */
import {get} from './api.js';
import {MAX_ALARMS} from './store.js';

export const PAGE_SIZE = 200;

export class AlarmPages {
  /** Alarms older than this (ISO-8601) may be missing; empty when all are loaded. */
  floor = '';

  #cursor;
  #query = {};
  #generation = 0;

  /** @param {import('./store.js').Store} store */
  constructor(store) {
    this.store = store;
  }

  /** @returns {boolean} whether there are older ones to load */
  get hasOlder() {
    return this.#cursor !== undefined && this.store.alarms.length < MAX_ALARMS;
  }

  /**
   * Loads the newest page.
   * @param {{from: string, code: string|undefined}} query
   * @throws {import('./api.js').Problem}
   */
  async newest(query) {
    this.#query = query;
    this.#generation++;
    await this.#load(undefined);
  }

  /** Loads the next older page. @throws {import('./api.js').Problem} */
  async older() {
    if (this.hasOlder) await this.#load(this.#cursor);
  }

  async #load(cursor) {
    const generation = this.#generation;
    const {items, next} = await get('/alarms', {...this.#query, limit: PAGE_SIZE, cursor});
    for (const alarm of items) this.store.putAlarm(alarm);
    if (generation !== this.#generation) return;
    this.#cursor = next;
    this.floor = next === undefined ? '' : items.at(-1)?.time ?? this.floor;
  }
}
