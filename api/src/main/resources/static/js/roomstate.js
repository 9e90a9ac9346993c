/** Brings what the store knows to the map and the lists, as it changes and as time passes. */
import {byId, coalesced} from './dom.js';
import {STATES} from './kinds.js';

/** A state that is five seconds late is late by less than it takes to read it. */
const SWEEP_EVERY_MS = 5_000;

const COUNT_EVERY_MS = 500;

export class RoomState {
  #states = new Map();
  #counts = {ALARM: 0, SILENT: 0, OK: 0};
  #dirty = new Set();
  #flush = coalesced(() => this.#apply());
  #showCounts = coalesced(() => this.#renderCounts(), COUNT_EVERY_MS);

  /**
   * @param {object} options
   * @param {import('./store.js').Store} options.store
   * @param {import('./filters.js').Filters} options.filters
   * @param {() => number} options.now epoch milliseconds of the server's clock
   * @param {() => void} options.onChange devices are others now
   */
  constructor({store, filters, now, onChange}) {
    Object.assign(this, {store, filters, now, onChange});
    setInterval(() => this.refresh(), SWEEP_EVERY_MS);
  }

  /** @param {string[]} ids devices that changed or are gone */
  changed(ids) {
    for (const id of ids) this.#dirty.add(id);
    if (ids.length > 0) this.#flush();
  }

  /** Looks at all devices again: time has passed, or a filter was changed. */
  refresh() {
    this.changed([...this.store.devices.keys()]);
  }

  /** @param {import('./map.js').RoomMap} map from now on shows the devices */
  attach(map) {
    this.map = map;
    this.refresh();
    this.#apply();
  }

  /** @returns {string[]} devices that the map cannot show */
  nowhere() {
    return [...this.store.devices.values()].filter(device => device.latitude === undefined).map(device => device.deviceId);
  }

  #apply() {
    const now = this.now();
    for (const id of this.#dirty) {
      const device = this.store.devices.get(id);
      const state = device && this.store.stateOf(device, now);
      this.#count(id, state);
      // An alarm is on the map whatever the filter is.
      if (device && (state === 'ALARM' || this.filters.hasDevice(device))) this.map?.devices.put(device, state);
      else this.map?.devices.remove(id);
    }
    this.#dirty.clear();
    this.#showCounts();
    this.onChange();
  }

  #count(id, state) {
    const before = this.#states.get(id);
    if (before === state) return;
    if (before) this.#counts[before]--;
    if (state) {
      this.#counts[state]++;
      this.#states.set(id, state);
    } else {
      this.#states.delete(id);
    }
  }

  #renderCounts() {
    for (const state of STATES) byId(`count-${state}`).textContent = this.#counts[state].toLocaleString();
    byId('tab-devices-count').textContent = this.store.devices.size.toLocaleString();
    const nowhere = this.nowhere();
    const alarms = nowhere.filter(id => this.#states.get(id) === 'ALARM').length;
    byId('count-nowhere').hidden = nowhere.length === 0;
    byId('count-nowhere').textContent = `${nowhere.length.toLocaleString()} without a position${alarms > 0 ? `, ${alarms} in alarm` : ''}`;
  }
}
