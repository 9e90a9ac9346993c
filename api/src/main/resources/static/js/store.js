/** What the page knows: devices by id, alarms by id. Pure: no DOM, no network, no clock of its own. */

/**
 * A device as the page keeps it: with its times as numbers, as states are worked out again and again.
 * @typedef {import('./api.js').Device & {timeMs: number, alarmMs: number}} KnownDevice
 */
/** @typedef {import('./api.js').Device} Device @typedef {import('./api.js').VigilEvent} VigilEvent */

/** More alarms than anybody scrolls through; below 10 MB. The oldest go first. */
export const MAX_ALARMS = 5_000;

export class Store {
  /** @type {Map<string, KnownDevice>} */
  devices = new Map();

  /** Alarms, newest first; in one millisecond by id. @type {VigilEvent[]} */
  alarms = [];

  #alarmIds = new Set();
  #reload = 0;
  #seen = new Map();

  /** @param {{alarmForSeconds: number, silentAfterSeconds: number}} [settings] from /config */
  constructor(settings = {alarmForSeconds: 3600, silentAfterSeconds: 900}) {
    this.settings = settings;
  }

  /**
   * Takes a device's state unless a newer one is there. Merging is idempotent and takes any order, so what streams
   * may be put at once while a snapshot is still loading.
   * @param {Device} device
   * @returns {boolean} whether anything changed
   */
  putDevice(device) {
    const known = this.devices.get(device.deviceId);
    const sameHistory = this.#seen.get(device.deviceId) === this.#reload;
    if (known && sameHistory && known.revision >= device.revision) return false;
    this.#seen.set(device.deviceId, this.#reload);
    this.devices.set(device.deviceId, {...device, timeMs: Date.parse(device.time), alarmMs: Date.parse(device.alarmTime ?? '')});
    return true;
  }

  /**
   * @param {VigilEvent} alarm
   * @returns {boolean} whether it was not known
   */
  putAlarm(alarm) {
    if (this.#alarmIds.has(alarm.id)) return false;
    this.#alarmIds.add(alarm.id);
    this.alarms.splice(this.#placeOf(alarm), 0, alarm);
    if (this.alarms.length > MAX_ALARMS) this.#alarmIds.delete(this.alarms.pop().id);
    return true;
  }

  /** @param {string} id @returns {boolean} */
  hasAlarm(id) {
    return this.#alarmIds.has(id);
  }

  /** From here on the server's revisions may start afresh; what is known stays in sight until {@link endReload}. */
  beginReload() {
    this.#reload++;
  }

  /**
   * Drops the devices that neither the new snapshot nor the stream has named since {@link beginReload}.
   * @returns {string[]} their ids
   */
  endReload() {
    const gone = [...this.devices.keys()].filter(id => this.#seen.get(id) !== this.#reload);
    for (const id of gone) {
      this.devices.delete(id);
      this.#seen.delete(id);
    }
    return gone;
  }

  /**
   * A device's state at a time, by the server's rule.
   * @param {KnownDevice} device
   * @param {number} now epoch milliseconds of the server's clock
   * @returns {'ALARM'|'SILENT'|'OK'}
   */
  stateOf(device, now) {
    // Never an alarm: NaN, and so not within the time.
    if (now - device.alarmMs <= this.settings.alarmForSeconds * 1000) return 'ALARM';
    return now - device.timeMs > this.settings.silentAfterSeconds * 1000 ? 'SILENT' : 'OK';
  }

  #placeOf(alarm) {
    let low = 0;
    let high = this.alarms.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isNewer(alarm, this.alarms[middle])) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

// Times of the contract have one width, so their order as text is their order in time.
function isNewer(a, b) {
  return a.time > b.time || (a.time === b.time && a.id > b.id);
}
