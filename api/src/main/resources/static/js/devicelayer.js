/**
 * The devices on the map: a canvas of its own over OpenLayers' layers. A change of devices redraws this canvas alone, and the
 * base map only when the view moves. (OpenLayers' WebGL layers need a worker from a blob, which the page's security policy
 * does not allow, and its Cluster source clusters all points anew after each change.)
 */
import {Grid} from './grid.js';
import {parted, visibleGroups} from './groups.js';
import {clusterRadius, Symbols} from './symbols.js';

/** Pixels between clusters of devices: two circles of middle size side by side. */
const CELL_PX = 56;

/** Alarms are gathered only where their triangles would cover each other. */
const ALARM_CELL_PX = 24;

/** Routine positions need not move more often than this; alarms are drawn with the next frame. */
const DRAW_EVERY_MS = 120;

/** An alarm of the last minute has a halo. */
const FRESH_MS = 60_000;

const LABEL_FONT = '600 12px system-ui, sans-serif';

/** What is nearer than this to its like is drawn as one. */
const APART_PX = 34;
const ALARMS_APART_PX = 24;

export class DeviceLayer {
  /** @type {string|undefined} */
  selected;

  #routine = new Grid(1);
  #alarms = new Grid(1);
  #alarmTimes = new Map();
  #canvas = document.createElement('canvas');
  #symbols = new Symbols();
  #frame;
  #drawn = [];
  #asked;
  #drawnAt = 0;

  /**
   * @param {object} ol OpenLayers
   * @param {() => number} now epoch milliseconds of the server's clock
   */
  constructor(ol, now) {
    this.ol = ol;
    this.now = now;
    this.#canvas.className = 'device-canvas';
    this.layer = new ol.layer.Layer({render: frame => this.#render(frame), zIndex: 20});
  }

  /**
   * Adds, moves or changes a device.
   * @param {import('./store.js').KnownDevice} device
   * @param {'ALARM'|'SILENT'|'OK'} state
   */
  put(device, state) {
    const id = device.deviceId;
    if (device.latitude === undefined || device.longitude === undefined) return this.remove(id);
    const [x, y] = this.ol.proj.fromLonLat([device.longitude, device.latitude]);
    if (state === 'ALARM') {
      this.#routine.remove(id);
      this.#alarms.put(id, x, y, false);
      this.#alarmTimes.set(id, device.alarmMs);
    } else {
      this.#alarms.remove(id);
      this.#alarmTimes.delete(id);
      this.#routine.put(id, x, y, state === 'SILENT');
    }
    this.#ask(state === 'ALARM');
  }

  /** @param {string} id */
  remove(id) {
    this.#routine.remove(id);
    this.#alarms.remove(id);
    this.#alarmTimes.delete(id);
    this.#ask(false);
  }

  /** Draws again soon: the selection or the time has changed. */
  redraw() {
    this.#ask(true);
  }

  /** Draws with the page's colours as they are now. */
  recolour() {
    this.#symbols.refresh();
    this.#ask(true);
  }

  /** @param {string} id @returns {[number, number]|undefined} metres of EPSG:3857 */
  positionOf(id) {
    const point = this.#alarms.points.get(id) ?? this.#routine.points.get(id);
    return point && [point.x, point.y];
  }

  /** @param {Iterable<string>} [ids] all when absent @returns {number[]|undefined} an extent in EPSG:3857; undefined when nothing has a position */
  extentOf(ids) {
    const extent = this.ol.extent.createEmpty();
    const known = ids ?? [...this.#alarms.points.keys(), ...this.#routine.points.keys()];
    for (const id of known) {
      const position = this.positionOf(id);
      if (position) this.ol.extent.extendCoordinate(extent, position);
    }
    return this.ol.extent.isEmpty(extent) ? undefined : extent;
  }

  /** @param {[number, number]} pixel @returns {string[]|undefined} the devices of the uppermost symbol there */
  hit([px, py]) {
    for (let i = this.#drawn.length - 1; i >= 0; i--) {
      const {x, y, radius, cells} = this.#drawn[i];
      // Targets are at least 24 px wide.
      if (Math.hypot(px - x, py - y) <= Math.max(radius, 12)) return idsOf(cells);
    }
    return undefined;
  }

  #ask(soon) {
    if (!this.#frame || this.#asked === 'soon' || (this.#asked && !soon)) return;
    const wait = soon ? 0 : DRAW_EVERY_MS - (performance.now() - this.#drawnAt);
    this.#asked = soon ? 'soon' : 'later';
    const draw = () => requestAnimationFrame(() => this.#asked && this.#draw());
    if (wait > 16) setTimeout(draw, wait);
    else draw();
  }

  #render(frame) {
    this.#frame = frame;
    this.#draw();
    return this.#canvas;
  }

  #draw() {
    this.#asked = undefined;
    const {size: [width, height], pixelRatio, viewState: {center, resolution, zoom}} = this.#frame;
    this.#fitCanvas(width, height, pixelRatio);
    // Cells keep their size through a zoom step, so that clusters do not flicker while the view moves.
    const step = 2 ** (zoom - Math.round(zoom)) * resolution;
    this.#routine.resize(CELL_PX * step);
    this.#alarms.resize(ALARM_CELL_PX * step);
    const context = this.#canvas.getContext('2d');
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    context.clearRect(0, 0, width, height);
    const toPixel = (x, y) => [(x - center[0]) / resolution + width / 2, (center[1] - y) / resolution + height / 2];
    this.#drawn = [];
    const inView = grid => visibleGroups(grid, toPixel, width, height);
    for (const group of parted(inView(this.#routine), APART_PX)) this.#drawn.push({...group, radius: this.#drawRoutine(context, group)});
    for (const group of parted(inView(this.#alarms), ALARMS_APART_PX)) this.#drawn.push({...group, radius: this.#drawAlarms(context, group)});
    this.#drawSelection(context, toPixel);
    this.#drawnAt = performance.now();
  }

  #fitCanvas(width, height, ratio) {
    const canvas = this.#canvas;
    if (canvas.width === Math.round(width * ratio) && canvas.height === Math.round(height * ratio)) return;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }

  #drawRoutine(context, {x, y, count, silent}) {
    if (count === 1) return stamp(context, this.#symbols.device(silent ? 'SILENT' : 'OK'), x, y);
    const radius = stamp(context, this.#symbols.cluster(count, silent), x, y);
    write(context, shortCount(count), x, y, this.#symbols.colours.text);
    return radius;
  }

  #drawAlarms(context, {x, y, count, cells}) {
    const since = this.now() - FRESH_MS;
    const fresh = idsOf(cells).some(id => this.#alarmTimes.get(id) > since);
    const radius = stamp(context, this.#symbols.device('ALARM', fresh), x, y);
    if (count > 1) {
      const c = this.#symbols.colours;
      context.fillStyle = c.panel;
      context.strokeStyle = c.alarm;
      context.lineWidth = 1.5;
      context.beginPath();
      context.arc(x + 11, y - 9, 9, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
      write(context, shortCount(count), x + 11, y - 9, c.text);
    }
    return radius;
  }

  #drawSelection(context, toPixel) {
    const position = this.selected && this.positionOf(this.selected);
    if (!position) return;
    const [x, y] = toPixel(...position);
    const isAlarm = this.#alarms.points.has(this.selected);
    const silent = !isAlarm && this.#routine.points.get(this.selected).silent;
    stamp(context, this.#symbols.device(isAlarm ? 'ALARM' : silent ? 'SILENT' : 'OK'), x, y);
    context.lineWidth = 3;
    context.strokeStyle = this.#symbols.colours.focus;
    context.beginPath();
    context.arc(x, y, clusterRadius(10), 0, 2 * Math.PI);
    context.stroke();
  }
}

function idsOf(cells) {
  return cells.flatMap(cell => [...cell.ids]);
}

function stamp(context, {canvas, radius}, x, y) {
  context.drawImage(canvas, x - radius, y - radius, radius * 2, radius * 2);
  return radius;
}

function write(context, text, x, y, colour) {
  context.font = LABEL_FONT;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = colour;
  context.fillText(text, x, y + 0.5);
}

function shortCount(count) {
  return count < 1000 ? String(count) : `${(count / 1000).toFixed(count < 10_000 ? 1 : 0)}k`;
}
