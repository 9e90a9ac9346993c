/** The alarm list: newest first, live, and no longer than a browser likes. */
import {AlarmPages} from './alarmpages.js';
import {arrange, byId, coalesced, el, icon} from './dom.js';
import {sinceText} from './filters.js';
import {kindText, workerText} from './kinds.js';
import {ageText, timeElement, utcText} from './time.js';

/** Rows in sight at first, and how many more each "Load older" adds. */
const ROWS = 200;

/** More rows than this make scrolling slow; filters lead further back. */
const MAX_ROWS = 1_000;

/** A row stays marked as new for this long. */
const NEW_MS = 20_000;

const AGES_EVERY_MS = 10_000;

export class AlarmList {
  #rows = new Map();
  #limit = ROWS;
  #arrived = new Set();
  #fresh = new Map();
  #shown = [];
  #draw = coalesced(() => this.#render());

  /**
   * @param {object} options
   * @param {import('./store.js').Store} options.store
   * @param {import('./filters.js').Filters} options.filters
   * @param {() => number} options.now epoch milliseconds of the server's clock
   * @param {(alarm: import('./api.js').VigilEvent) => void} options.onSelect
   */
  constructor({store, filters, now, onSelect}) {
    Object.assign(this, {store, filters, now, onSelect});
    this.pages = new AlarmPages(store);
    this.list = byId('alarm-list');
    this.list.addEventListener('click', event => {
      const alarm = this.#alarmOf(event.target);
      if (alarm) this.onSelect(alarm);
    });
    byId('alarms-older').addEventListener('click', () => this.#older());
    byId('alarms-new').addEventListener('click', () => this.#toNewest());
    byId('panel-alarms').addEventListener('scroll', this.#draw, {passive: true});
    setInterval(() => this.#renderAges(), AGES_EVERY_MS);
  }

  /** Loads what the filters ask for, newest first. @throws {import('./api.js').Problem} */
  async load() {
    this.#limit = ROWS;
    const from = new Date(this.now() - this.filters.sinceMs).toISOString();
    await this.pages.newest({from, code: this.filters.serverCodes});
    this.loaded = true;
    this.#draw();
  }

  /** @param {import('./api.js').VigilEvent} alarm that streamed @param {boolean} isNews to the room */
  arrived(alarm, isNews) {
    this.#arrived.add(alarm.id);
    if (isNews) this.#fresh.set(alarm.id, Date.now());
    this.#draw();
  }

  /** @param {string|undefined} deviceId whose alarms are marked as chosen */
  select(deviceId) {
    this.selected = deviceId;
    for (const row of this.#rows.values()) mark(row, deviceId);
  }

  /** Draws again: filters have changed. */
  redraw() {
    this.#draw();
  }

  /** @param {import('./api.js').Problem} problem */
  failed(problem) {
    if (this.#shown.length === 0) this.#say(`Alarms could not be loaded: ${problem.message}`);
  }

  #visible() {
    const from = new Date(this.now() - this.filters.sinceMs).toISOString();
    const shown = [];
    let hidden = 0;
    for (const alarm of this.store.alarms) {
      const live = this.#arrived.has(alarm.id);
      const inTime = alarm.time >= from;
      if (!live && (!inTime || alarm.time < this.pages.floor)) continue;
      if (inTime && this.filters.hasCode(alarm.code)) {
        if (shown.length < this.#limit) shown.push(alarm);
      } else if (this.#fresh.has(alarm.id)) {
        hidden++;
      }
    }
    return {shown, hidden};
  }

  #render() {
    const {shown, hidden} = this.#visible();
    this.#shown = shown;
    const byKey = new Map(shown.map(alarm => [alarm.id, alarm]));
    arrange(this.list, [...byKey.keys()], this.#rows, id => this.#row(byKey.get(id)));
    byId('tab-alarms-count').textContent = shown.length === 0 ? '' : this.#isCut() ? `${shown.length}+` : String(shown.length);
    byId('alarms-older').hidden = !this.#isCut() || this.#limit >= MAX_ROWS;
    byId('alarms-end').hidden = shown.length < MAX_ROWS;
    if (shown.length > 0) this.#say('');
    else if (this.loaded) this.#say(this.#emptyText());
    this.#renderPill(hidden);
    this.#forget();
  }

  #isCut() {
    return this.pages.hasOlder || this.#shown.length >= this.#limit;
  }

  #emptyText() {
    const {codes, since} = this.filters.value;
    if (this.pages.hasOlder) return 'None among the newest alarms. Older ones can be loaded.';
    return codes.length > 0 ? 'No alarm with these codes in this time.' : `No alarm in the ${sinceText(since)}. All quiet.`;
  }

  // What is new must not stay unseen because the list is scrolled, the signal came late, or a filter leaves it out.
  #renderPill(hidden) {
    const panel = byId('panel-alarms');
    const bottom = panel.scrollTop + panel.clientHeight;
    const unseen = [...this.#fresh.keys()].filter(id => {
      const row = this.#rows.get(id);
      return row && (row.offsetTop + row.offsetHeight < panel.scrollTop || row.offsetTop > bottom);
    });
    const pill = byId('alarms-new');
    pill.hidden = unseen.length + hidden === 0;
    pill.dataset.target = unseen.at(-1) ?? '';
    pill.textContent = unseen.length > 0 ? `${unseen.length} new – show` : `${hidden} new outside the filter – clear it`;
  }

  #toNewest() {
    const row = this.#rows.get(byId('alarms-new').dataset.target);
    if (!row) return this.filters.set({since: '30d', codes: []});
    row.scrollIntoView({block: 'center'});
    row.querySelector('button').focus();
  }

  #row(alarm) {
    const ms = Date.parse(alarm.time);
    const who = workerText(alarm);
    const button = el('button', {type: 'button', class: 'row-button'},
      icon('sym-ALARM', 'sym'),
      el('span', {class: 'row-kind'}, kindText(alarm.kind, alarm.code)),
      timeElement(alarm.time, this.now()),
      el('span', {class: 'row-who'}, who || 'No worker known'),
      el('span', {class: 'row-age', title: utcText(ms)}, ageText(ms, this.now())),
      el('span', {class: 'row-device'}, alarm.deviceId));
    const row = el('li', {class: 'row', 'data-testid': 'alarm', 'data-id': alarm.id, 'data-device': alarm.deviceId, 'data-code': alarm.code}, button);
    row.classList.toggle('is-new', this.#fresh.has(alarm.id));
    row.classList.toggle('is-past', this.now() - ms > this.store.settings.alarmForSeconds * 1000);
    mark(row, this.selected);
    return row;
  }

  #renderAges() {
    const now = this.now();
    for (const alarm of this.#shown) {
      const row = this.#rows.get(alarm.id);
      const ms = Date.parse(alarm.time);
      row.querySelector('.row-age').textContent = ageText(ms, now);
      row.classList.toggle('is-past', now - ms > this.store.settings.alarmForSeconds * 1000);
    }
    this.#draw();
  }

  #forget() {
    for (const [id, at] of this.#fresh) {
      if (Date.now() - at < NEW_MS) continue;
      this.#fresh.delete(id);
      this.#rows.get(id)?.classList.remove('is-new');
    }
    for (const id of this.#arrived) if (!this.store.hasAlarm(id)) this.#arrived.delete(id);
  }

  async #older() {
    const button = byId('alarms-older');
    button.disabled = true;
    try {
      await this.pages.older();
      this.#limit = Math.min(this.#limit + ROWS, MAX_ROWS);
      this.#draw();
    } catch (problem) {
      this.#say(`Older alarms could not be loaded: ${problem.message}`);
    } finally {
      button.disabled = false;
    }
  }

  #alarmOf(target) {
    const id = target.closest('[data-id]')?.dataset.id;
    return this.#shown.find(alarm => alarm.id === id);
  }

  #say(text) {
    byId('alarms-state').textContent = text;
    byId('alarms-state').hidden = text === '';
  }
}

function mark(row, deviceId) {
  const button = row.firstElementChild;
  if (row.dataset.device === deviceId) button.setAttribute('aria-current', 'true');
  else button.removeAttribute('aria-current');
}
