/** The device list: what the map shows, for the keyboard and for ears. Alarms first, then silent ones. */
import {arrange, byId, coalesced, el, icon} from './dom.js';
import {kindText, STATE_TEXT, STATES, workerText} from './kinds.js';
import {ageText, timeElement} from './time.js';

/** Rows; whoever looks for another device searches. */
const ROWS = 200;

/** A list that jumps more often cannot be read. */
const DRAW_EVERY_MS = 1_000;

export class DeviceList {
  /** Only these, when set: those of a cluster that no zoom can part, those without a position. @type {Set<string>|undefined} */
  only;

  #why = '';
  #rows = new Map();
  #shown = [];
  #draw = coalesced(() => this.#render(), DRAW_EVERY_MS);

  /**
   * @param {object} options
   * @param {import('./store.js').Store} options.store
   * @param {import('./filters.js').Filters} options.filters
   * @param {() => number} options.now epoch milliseconds of the server's clock
   * @param {(id: string) => void} options.onSelect
   */
  constructor({store, filters, now, onSelect}) {
    Object.assign(this, {store, filters, now, onSelect});
    byId('device-list').addEventListener('click', event => {
      const id = event.target.closest('[data-device]')?.dataset.device;
      if (id) this.onSelect(id);
    });
  }

  redraw() {
    this.#draw();
  }

  /** Draws at once: the list comes into sight. */
  show() {
    this.#render();
  }

  /** @param {string[]|undefined} ids the only devices to list; undefined: all @param {string} [why] `at one place` */
  restrict(ids, why = '') {
    this.only = ids && new Set(ids);
    this.#why = why;
    this.#render();
  }

  /** @param {string|undefined} id */
  select(id) {
    this.selected = id;
    for (const row of this.#rows.values()) this.#mark(row);
  }

  #render() {
    if (byId('panel-devices').hidden) return;
    const now = this.now();
    const all = [...this.store.devices.values()]
      .filter(device => (this.only ? this.only.has(device.deviceId) : this.filters.hasDevice(device)))
      .map(device => ({device, state: this.store.stateOf(device, now)}))
      .sort(order);
    this.#shown = all.slice(0, ROWS);
    const byKey = new Map(this.#shown.map(item => [item.device.deviceId, item]));
    arrange(byId('device-list'), [...byKey.keys()], this.#rows, id => this.#row(id));
    for (const [id, item] of byKey) this.#fill(this.#rows.get(id), item, now);
    this.#sayState(all.length);
  }

  #sayState(count) {
    const state = byId('devices-state');
    state.hidden = count > 0 && !this.only;
    if (this.only) {
      const all = el('button', {type: 'button', class: 'text-button', 'data-testid': 'devices-all'}, 'Show all devices');
      all.addEventListener('click', () => this.restrict(undefined));
      state.replaceChildren(`${count} ${count === 1 ? 'device' : 'devices'} ${this.#why}. `, all);
    } else {
      state.textContent = this.store.devices.size === 0
        ? 'No device has reported yet. It appears here with its first event.'
        : 'No device with these codes.';
    }
    const more = byId('devices-more');
    more.hidden = count <= ROWS;
    more.textContent = `${ROWS} of ${count} devices. Search for the others.`;
  }

  #row(id) {
    const button = el('button', {type: 'button', class: 'row-button'}, icon('sym-OK', 'sym'),
      el('span', {class: 'row-kind'}), el('time'), el('span', {class: 'row-who'}), el('span', {class: 'row-age'}),
      el('span', {class: 'row-device'}, id));
    const row = el('li', {class: 'row', 'data-testid': 'device', 'data-device': id}, button);
    this.#mark(row);
    return row;
  }

  #fill(row, {device, state}, now) {
    const part = name => row.querySelector(name);
    if (row.dataset.state !== state) {
      row.dataset.state = state;
      part('use').setAttribute('href', `#sym-${state}`);
    }
    const isAlarm = state === 'ALARM';
    const time = isAlarm ? device.alarmTime : device.time;
    setText(part('.row-kind'), isAlarm ? kindText(device.alarmKind, device.alarmCode) : STATE_TEXT[state]);
    setText(part('.row-who'), workerText(device) || 'No worker known');
    setText(part('.row-age'), ageText(isAlarm ? device.alarmMs : device.timeMs, now));
    if (part('time').dateTime !== time) part('time').replaceWith(timeElement(time, now));
  }

  #mark(row) {
    if (row.dataset.device === this.selected) row.firstElementChild.setAttribute('aria-current', 'true');
    else row.firstElementChild.removeAttribute('aria-current');
  }
}

function order(a, b) {
  const byState = STATES.indexOf(a.state) - STATES.indexOf(b.state);
  if (byState !== 0) return byState;
  if (a.state === 'ALARM') return b.device.alarmMs - a.device.alarmMs;
  return a.device.deviceId < b.device.deviceId ? -1 : 1;
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
