/** Finds a device by its id or its worker, among what the page holds: the combobox pattern with a list. */
import {byId, el, icon} from './dom.js';
import {workerText} from './kinds.js';

const MAX_FOUND = 12;

export class Search {
  #found = [];
  #active = -1;
  #input = byId('search');
  #list = byId('search-list');

  /**
   * @param {object} options
   * @param {import('./store.js').Store} options.store
   * @param {() => number} options.now epoch milliseconds of the server's clock
   * @param {(id: string) => void} options.onSelect
   */
  constructor({store, now, onSelect}) {
    Object.assign(this, {store, now, onSelect});
    this.#input.addEventListener('input', () => this.#find());
    this.#input.addEventListener('focus', () => this.#find());
    this.#input.addEventListener('blur', () => this.#close());
    this.#input.addEventListener('keydown', event => this.#key(event));
    // A press must not take the focus away before the click is there.
    this.#list.addEventListener('pointerdown', event => event.preventDefault());
    this.#list.addEventListener('click', event => {
      const option = event.target.closest('[role=option]');
      if (option?.dataset.device) this.#choose(option.dataset.device);
    });
    addEventListener('keydown', event => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.target.closest?.('input, select, textarea, dialog')) return;
      event.preventDefault();
      this.#input.focus();
    });
  }

  #find() {
    const text = this.#input.value.trim();
    if (text === '') return this.#close();
    this.#found = findDevices(this.store.devices.values(), text, MAX_FOUND);
    this.#active = this.#found.length > 0 ? 0 : -1;
    const options = this.#found.map((device, at) => this.#option(device, at));
    const nothing = el('li', {role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false', class: 'option none'}, 'No device or worker found');
    this.#list.replaceChildren(...(options.length > 0 ? options : [nothing]));
    this.#list.hidden = false;
    this.#input.setAttribute('aria-expanded', 'true');
    this.#showActive();
  }

  #option(device, at) {
    const state = this.store.stateOf(device, this.now());
    const symbol = icon(`sym-${state}`, 'sym');
    return el('li', {role: 'option', id: `found-${at}`, class: 'option', 'data-testid': 'search-option', 'data-device': device.deviceId, 'data-state': state},
      symbol, el('span', {class: 'option-device'}, device.deviceId),
      el('span', {class: 'option-who'}, [workerText(device), device.workerName && device.workerId].filter(Boolean).join(' · ')));
  }

  #key(event) {
    const count = this.#found.length;
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (this.#list.hidden) this.#input.value = '';
      this.#close();
    } else if (event.key === 'Enter' && this.#found[this.#active]) {
      this.#choose(this.#found[this.#active].deviceId);
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count > 0) {
      event.preventDefault();
      this.#active = (this.#active + (event.key === 'ArrowDown' ? 1 : count - 1)) % count;
      this.#showActive();
    }
  }

  #showActive() {
    for (const [at, option] of [...this.#list.children].entries()) {
      option.setAttribute('aria-selected', String(at === this.#active));
      if (at === this.#active) option.scrollIntoView({block: 'nearest'});
    }
    if (this.#active >= 0) this.#input.setAttribute('aria-activedescendant', `found-${this.#active}`);
    else this.#input.removeAttribute('aria-activedescendant');
  }

  #choose(id) {
    this.#input.value = '';
    this.#close();
    this.onSelect(id);
  }

  #close() {
    this.#found = [];
    this.#active = -1;
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
  }
}

/**
 * Devices whose id, worker id or worker name has a text in it; those that begin with it first.
 * @param {Iterable<import('./store.js').KnownDevice>} devices
 * @param {string} text
 * @param {number} max
 * @returns {import('./store.js').KnownDevice[]}
 */
export function findDevices(devices, text, max) {
  const wanted = text.toLowerCase();
  const first = [];
  const rest = [];
  for (const device of devices) {
    const names = [device.deviceId, device.workerId, device.workerName].filter(Boolean).map(name => name.toLowerCase());
    if (names.some(name => name.startsWith(wanted))) first.push(device);
    else if (names.some(name => name.includes(wanted))) rest.push(device);
    if (first.length >= max) break;
  }
  return [...first, ...rest].slice(0, max);
}
