/** The panel of one device: state, track with its time slider, chart, history. */
import {devicePath, get, Problem} from './api.js';
import {Chart} from './chart.js';
import {byId, coalesced, el, icon} from './dom.js';
import {facts} from './facts.js';
import {History} from './history.js';
import {HistoryTable} from './historytable.js';
import {workerText} from './kinds.js';
import {bounds, rangePicker} from './rangepicker.js';
import {TimeSlider} from './slider.js';
import {Track} from './track.js';

/** Signals of the open device are looked for at most this often while it reports. */
const REFRESH_EVERY_MS = 2_000;

export class Detail {
  /** @type {string|undefined} */
  deviceId;

  #panel = byId('detail');
  #history;
  #track;
  #drawFacts = coalesced(() => this.#renderFacts(), 1_000);
  #refreshSoon = coalesced(() => this.#refresh(), REFRESH_EVERY_MS);

  /**
   * @param {object} options
   * @param {import('./store.js').Store} options.store
   * @param {() => number} options.now epoch milliseconds of the server's clock
   * @param {() => void} options.onClose the viewer closes it
   * @param {(range: import('./rangepicker.js').Range) => void} options.onRange
   * @param {(ms: number) => void} options.onTime the slider has come to rest
   * @param {(id: string) => void} options.onCenter
   */
  constructor(options) {
    Object.assign(this, options);
    setInterval(() => this.deviceId && this.#drawFacts(), 5_000);
  }

  /** @param {import('./map.js').RoomMap} map is there now */
  attach(map) {
    this.#track = new Track(map);
    if (this.#history) this.#render(!this.keepMap);
  }

  /**
   * Opens the panel, or shows another range in it.
   * @param {string} deviceId
   * @param {import('./url.js').View} view
   * @param {boolean} keepMap the map's view is not to be changed
   */
  async open(deviceId, view, keepMap) {
    this.#abandon();
    this.deviceId = deviceId;
    this.view = view;
    this.keepMap = keepMap;
    this.#build();
    this.#renderFacts();
    const history = this.#history = new History(deviceId, bounds(view, this.now()));
    await this.#try(history, async () => {
      await history.more();
      if (history === this.#history) this.#render(!keepMap);
    });
  }

  /** @param {string[]} ids devices that changed */
  changed(ids) {
    if (!this.deviceId || !ids.includes(this.deviceId)) return;
    this.#drawFacts();
    if (this.#history?.to === undefined) this.#refreshSoon();
  }

  close() {
    this.#abandon();
    this.deviceId = undefined;
    this.#panel.hidden = true;
    this.#panel.replaceChildren();
    this.#track?.clear();
  }

  recolour() {
    this.#track?.recolour();
    this.chart?.recolour();
  }

  focus() {
    byId('detail-title')?.focus();
  }

  #abandon() {
    this.#history?.close();
    this.#history = undefined;
    this.slider?.stop();
    this.chart?.close();
  }

  #build() {
    const close = el('button', {type: 'button', class: 'tool', id: 'detail-close', 'data-testid': 'detail-close', title: 'Close (Esc)'}, icon('icon-close'), el('span', {class: 'hidden-text'}, 'Close'));
    close.addEventListener('click', () => this.onClose());
    const center = el('button', {type: 'button', class: 'text-button', 'data-testid': 'detail-center'}, 'Show on map');
    center.addEventListener('click', () => this.onCenter(this.deviceId));
    this.facts = el('div', {class: 'detail-facts', 'data-testid': 'detail-facts'});
    this.who = el('span', {class: 'detail-who', 'data-testid': 'detail-worker'});
    this.table = new HistoryTable(ms => this.slider.moveTo(ms));
    this.table.more.addEventListener('click', () => this.#more());
    this.slider = new TimeSlider({onMove: ms => this.#moved(ms), onSettle: ms => this.onTime(ms)});
    const box = el('div', {class: 'chart', role: 'img', 'aria-label': 'Chart', 'data-testid': 'chart'});
    this.chart = new Chart(box);
    const key = el('p', {class: 'chart-key', 'aria-hidden': 'true'}, el('span', {'data-key': 'routine'}, 'All signals'), el('span', {'data-key': 'alarm'}, 'Alarms'));
    this.#panel.replaceChildren(
      el('header', {class: 'detail-head'}, el('h2', {id: 'detail-title', tabindex: -1, 'data-testid': 'detail-title'}, this.deviceId), this.who, center,
        rangePicker(this.view, this.now(), range => this.onRange(range)), close),
      this.facts,
      el('div', {class: 'detail-time'}, key, box, this.slider.element),
      this.table.element);
    this.#panel.hidden = false;
  }

  async #renderFacts() {
    const id = this.deviceId;
    const device = id && this.store.devices.get(id);
    if (!device) return this.#renderUnknown(id);
    const now = this.now();
    this.who.textContent = [workerText(device), device.workerName && device.workerId].filter(Boolean).join(' · ') || 'No worker known';
    this.facts.replaceChildren(...facts(device, this.store.stateOf(device, now), now));
  }

  // A link may come before the first snapshot, or name a device that the server has never heard of.
  async #renderUnknown(id) {
    if (!id || this.facts.childElementCount > 0) return;
    this.facts.replaceChildren(el('p', {class: 'empty'}, 'Loading…'));
    try {
      if (this.store.putDevice(await get(devicePath(id)))) this.#renderFacts();
    } catch (problem) {
      if (id !== this.deviceId || this.store.devices.has(id)) return;
      const text = problem.status === 404 ? 'No device with this id has reported.' : problem.message;
      this.facts.replaceChildren(el('p', {class: 'empty', 'data-testid': 'detail-unknown'}, text));
    }
  }

  #render(andFit) {
    const {items, from, to = this.now()} = this.#history;
    this.table.show(this.#history);
    this.#track?.show(items, andFit);
    this.chart.show(items, from, to);
    const at = this.view.at ?? to;
    this.slider.show(from, to, Math.min(Math.max(at, from), to));
  }

  #moved(ms) {
    const item = this.#history?.items.find(event => Date.parse(event.time) <= ms);
    this.table.mark(item && Date.parse(item.time));
    const fix = this.#track?.moveTo(ms);
    return fix ? `at ${fix.latitude.toFixed(4)}, ${fix.longitude.toFixed(4)}` : 'no position known';
  }

  async #more() {
    if (this.table.grow() || !this.#history.hasMore) return this.table.show(this.#history);
    const history = this.#history;
    this.table.more.disabled = true;
    await this.#try(history, async () => {
      await history.more();
      if (history === this.#history) this.#render(false);
    });
    this.table.more.disabled = false;
  }

  async #refresh() {
    const history = this.#history;
    if (!history) return;
    await this.#try(history, async () => {
      const following = this.slider.value >= Number(this.slider.input.max) - Number(this.slider.input.step);
      const at = this.slider.value;
      if (!(await history.refresh()) || history !== this.#history) return;
      this.view = {...this.view, at: following ? undefined : at};
      this.#render(false);
    });
  }

  async #try(history, work) {
    try {
      await work();
    } catch (error) {
      if (history.abort.signal.aborted) return;
      if (!(error instanceof Problem)) throw error;
      this.table.say(`History could not be loaded: ${error.message}`);
    }
  }
}
