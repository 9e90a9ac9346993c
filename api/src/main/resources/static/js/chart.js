/** Signals over time: routine ones and alarms, by part of the range. */
import {loadScript, loadStyle} from './dom.js';
import {buckets} from './history.js';
import {colours} from './theme.js';

const UPLOT = '/webjars/uplot/dist';

/** A bar and the gap beside it, pixels. */
const BAR_PX = 8;

const HEIGHT = 132;

/** The slider below begins where the plot does: see `.slider` in detail.css. */
const AXIS_WIDTH = 40;

const DAY_SECONDS = 86_400;
const tickClock = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});
const tickDay = new Intl.DateTimeFormat(undefined, {day: 'numeric', month: 'short'});

let loading;

export class Chart {
  #plot;
  #data;

  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    this.observer = new ResizeObserver(() => this.#plot?.setSize({width: this.box.clientWidth, height: HEIGHT}));
    this.observer.observe(box);
  }

  /**
   * @param {import('./api.js').VigilEvent[]} items
   * @param {number} from epoch milliseconds
   * @param {number} to epoch milliseconds
   */
  async show(items, from, to) {
    const {starts, routine, alarms} = buckets(items, from, to, Math.max(20, Math.floor((this.box.clientWidth - AXIS_WIDTH) / BAR_PX)));
    const count = list => list.reduce((a, b) => a + b, 0);
    this.box.setAttribute('aria-label', `Chart: ${count(routine)} routine signals and ${count(alarms)} alarms in this time`);
    // Both together lie behind the alarms, so that a bar's height is all signals of its part.
    this.#data = [starts, routine.map((n, at) => n + alarms[at]), alarms];
    this.range = [from / 1000, to / 1000];
    loading ??= load();
    await loading;
    this.#draw();
  }

  /** Draws with the page's colours as they are now. */
  recolour() {
    if (this.#plot) this.#draw();
  }

  close() {
    this.observer.disconnect();
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  #draw() {
    this.#plot?.destroy();
    if (!this.box.isConnected) return;
    const c = colours(['ok', 'alarm', 'soft', 'line']);
    const axis = {stroke: c.soft, grid: {stroke: c.line, width: 1}, ticks: {show: false}, font: '11px system-ui, sans-serif'};
    const bars = globalThis.uPlot.paths.bars({size: [0.75, 40, 2], align: 1});
    const series = colour => ({paths: bars, fill: colour, stroke: colour, width: 0, points: {show: false}});
    this.#plot = new globalThis.uPlot({
      width: this.box.clientWidth,
      height: HEIGHT,
      padding: [10, 8, 0, 0],
      legend: {show: false},
      cursor: {show: false},
      scales: {x: {time: true, range: () => this.range}, y: {range: (_, __, max) => [0, Math.max(max, 4)]}},
      axes: [{...axis, size: 26, space: 64, values: (_, splits, __, ___, step) => splits.map(at => tickText(at, step))}, {...axis, size: AXIS_WIDTH, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000]}],
      series: [{}, series(c.ok), series(c.alarm)],
      hooks: {draw: [plot => markAlarms(plot, c.alarm)]},
    }, this.#data, this.box);
  }
}

// One alarm among hundreds of reports is a bar of a pixel: a triangle over it is seen.
function markAlarms(plot, colour) {
  const [starts, , alarms] = plot.data;
  const {ctx, bbox} = plot;
  const half = (starts[1] - starts[0]) / 2;
  const size = 4 * devicePixelRatio;
  ctx.save();
  ctx.fillStyle = colour;
  for (const [at, count] of alarms.entries()) {
    if (count === 0) continue;
    const x = plot.valToPos(starts[at] + half, 'x', true);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top - 2 * size);
    ctx.lineTo(x + size, bbox.top);
    ctx.lineTo(x - size, bbox.top);
    ctx.fill();
  }
  ctx.restore();
}

function tickText(seconds, step) {
  const isMidnight = new Date(seconds * 1000).getHours() === 0 && seconds % 3600 === 0;
  return (step >= DAY_SECONDS || isMidnight ? tickDay : tickClock).format(seconds * 1000);
}

async function load() {
  loadStyle(`${UPLOT}/uPlot.min.css`);
  await loadScript(`${UPLOT}/uPlot.iife.min.js`);
}
