/** A device's history as a table: a bounded number of rows, more on request. */
import {arrange, el, icon} from './dom.js';
import {kindText, workerText} from './kinds.js';
import {timeElement} from './time.js';

const ROWS = 100;

/** More rows than this are not read but searched: a narrower range does that. */
const MAX_ROWS = 1_000;

export class HistoryTable {
  #rows = new Map();
  #limit = ROWS;
  #history;

  /** @param {(ms: number) => void} onSelect a row was chosen */
  constructor(onSelect) {
    this.body = el('tbody', {'data-testid': 'history-rows'});
    this.note = el('p', {class: 'history-note', 'data-testid': 'history-note', role: 'status'}, 'Loading history…');
    this.more = el('button', {type: 'button', class: 'text-button wide', 'data-testid': 'history-more', hidden: true}, 'Load more');
    const head = ['Time', 'Signal', 'Position', 'Worker'].map(text => el('th', {scope: 'col'}, text));
    this.element = el('div', {class: 'history', tabindex: 0, role: 'region', 'aria-label': 'History'},
      el('table', {'data-testid': 'history'}, el('caption', {class: 'hidden-text'}, 'Signals in this time, newest first'),
        el('thead', {}, el('tr', {}, ...head)), this.body), this.note, this.more);
    this.body.addEventListener('click', event => {
      const row = event.target.closest('tr');
      if (row) onSelect(Number(row.dataset.ms));
    });
  }

  /** @param {import('./history.js').History} history */
  show(history) {
    if (history !== this.#history) this.#limit = ROWS;
    this.#history = history;
    const shown = history.items.slice(0, this.#limit);
    const byKey = new Map(shown.map(item => [item.id, item]));
    arrange(this.body, [...byKey.keys()], this.#rows, id => row(byKey.get(id)));
    this.more.hidden = this.#limit >= MAX_ROWS || !(history.items.length > shown.length || history.hasMore);
    if (history.items.length === 0) this.say(history.hasMore ? 'Nothing in the part that is loaded.' : 'No signal in this time.');
    else this.say(this.more.hidden && shown.length < history.items.length ? `The newest ${shown.length} of ${history.items.length}. Choose a shorter time for the others.` : '');
  }

  /** @returns {boolean} whether more rows can come from what is loaded already */
  grow() {
    this.#limit = Math.min(this.#limit + ROWS * 2, MAX_ROWS);
    return this.#history.items.length >= this.#limit;
  }

  /** @param {number|undefined} ms the row at this time is marked */
  mark(ms) {
    for (const row of this.#rows.values()) row.classList.toggle('is-at', Number(row.dataset.ms) === ms);
  }

  /** @param {string} text */
  say(text) {
    this.note.textContent = text;
    this.note.hidden = text === '';
  }
}

function row(item) {
  const position = item.latitude === undefined ? '–' : `${item.latitude.toFixed(4)}, ${item.longitude.toFixed(4)}`;
  const button = el('button', {type: 'button', class: 'at-button'}, timeElement(item.time));
  const signal = el('td', {class: item.alarm ? 'is-alarm' : undefined});
  if (item.alarm) signal.append(icon('sym-ALARM', 'sym'));
  signal.append(kindText(item.kind, item.code));
  return el('tr', {'data-id': item.id, 'data-ms': Date.parse(item.time), 'data-code': item.code},
    el('td', {}, button), signal, el('td', {class: 'where'}, position), el('td', {class: 'who'}, workerText(item) || '–'));
}
