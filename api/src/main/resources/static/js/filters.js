/** The filters above the lists: which codes, and how far back. */
import {byId, el} from './dom.js';
import {kindText, OTHER} from './kinds.js';
import {durationMs} from './time.js';

/** How far back the alarm list may look; the server's own default is a day. */
export const SINCE = ['15m', '1h', '6h', '24h', '7d', '30d'];
export const DEFAULT_SINCE = '24h';

/**
 * @typedef {{since: string, codes: string[]}} Filter `since` one of {@link SINCE}; `codes` numbers as text, or `other`;
 *   none means all
 */

export class Filters {
  /** @type {Filter} */
  value;

  #known = new Set();

  /**
   * @param {Filter} value
   * @param {() => void} onChange
   */
  constructor(value, onChange) {
    this.value = value;
    this.onChange = onChange;
    const since = byId('filter-since');
    since.append(...SINCE.map(text => el('option', {value: text}, sinceText(text))));
    since.addEventListener('change', () => this.set({...this.value, since: since.value}));
    byId('filters').addEventListener('submit', event => event.preventDefault());
    byId('filter-code-list').addEventListener('change', () => this.set({...this.value, codes: this.#ticked()}));
    byId('filter-clear').addEventListener('click', () => {
      this.set({since: DEFAULT_SINCE, codes: []});
      byId('filter-since').focus();
    });
    closeOutside(byId('filter-codes'));
    this.#show();
  }

  /** @param {{code: number, kind: string, alarm: boolean}[]} codes of the server's configuration */
  offer(codes) {
    this.#known = new Set(codes.map(code => code.code));
    const choices = codes.map(({code, kind}) => [String(code), kindText(kind)]);
    byId('filter-code-list').replaceChildren(...[...choices, [OTHER, 'Any other code']].map(([value, text]) =>
      el('label', {class: 'choice'}, el('input', {type: 'checkbox', name: 'code', value}), text)));
    this.#show();
  }

  /** @param {Filter} value */
  set(value) {
    this.value = value;
    this.#show();
    this.onChange();
  }

  /** @param {number} code @returns {boolean} */
  hasCode(code) {
    const {codes} = this.value;
    return codes.length === 0 || codes.includes(String(code)) || (codes.includes(OTHER) && !this.#known.has(code));
  }

  /** @param {import('./api.js').Device} device @returns {boolean} by its newest signal or its newest alarm */
  hasDevice(device) {
    return this.hasCode(device.code) || (device.alarmCode !== undefined && this.hasCode(device.alarmCode));
  }

  /** @returns {string|undefined} codes as the server takes them; undefined when it has to send all */
  get serverCodes() {
    const {codes} = this.value;
    return codes.length === 0 || codes.includes(OTHER) ? undefined : codes.join(',');
  }

  /** @returns {number} milliseconds */
  get sinceMs() {
    return durationMs(this.value.since);
  }

  #ticked() {
    return [...byId('filter-code-list').querySelectorAll('input:checked')].map(input => input.value);
  }

  #show() {
    const {since, codes} = this.value;
    byId('filter-since').value = since;
    const inputs = [...byId('filter-code-list').querySelectorAll('input')];
    for (const input of inputs) input.checked = codes.includes(input.value);
    const names = inputs.filter(input => input.checked).map(input => input.parentElement.textContent);
    byId('filter-codes-text').textContent = codes.length === 0 ? 'all' : names.length === 1 ? names[0] : String(codes.length);
    byId('filter-clear').hidden = codes.length === 0 && since === DEFAULT_SINCE;
  }
}

/** @param {string} text one of {@link SINCE} @returns {string} `last 24 hours` */
export function sinceText(text) {
  const count = Number.parseInt(text, 10);
  const unit = {m: 'minute', h: 'hour', d: 'day'}[text.at(-1)];
  return `last ${count === 1 ? '' : `${count} `}${unit}${count === 1 ? '' : 's'}`;
}

function closeOutside(details) {
  document.addEventListener('pointerdown', event => {
    if (!details.contains(event.target)) details.open = false;
  });
  details.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !details.open) return;
    event.stopPropagation();
    details.open = false;
    details.querySelector('summary').focus();
  });
}
