/** Where a device went: a line on the map, and a marker that the time slider moves along it. */
import {colours} from './theme.js';

/** Between two fixes further apart in time nobody knows the way: the line is broken there. */
const GAP_MS = 15 * 60_000;

const PADDING = [60, 60, 60, 60];
const CLOSEST = 16;

/** @typedef {{ms: number, alarm: boolean, longitude: number, latitude: number}} Fix */

export class Track {
  /** @type {Fix[]} oldest first */
  fixes = [];

  #gaps;
  #way;
  #alarms;
  #marker;

  /** @param {import('./map.js').RoomMap} roomMap */
  constructor({ol, map, view}) {
    Object.assign(this, {ol, map, view});
    const layer = zIndex => new ol.layer.Vector({source: new ol.source.Vector(), zIndex, updateWhileAnimating: true});
    this.line = layer(15);
    this.point = layer(30);
    this.#gaps = new ol.Feature();
    this.#way = new ol.Feature();
    this.#alarms = new ol.Feature();
    this.#marker = new ol.Feature();
    this.line.getSource().addFeatures([this.#gaps, this.#way, this.#alarms]);
    this.point.getSource().addFeature(this.#marker);
    map.addLayer(this.line);
    map.addLayer(this.point);
    this.recolour();
  }

  /** @param {import('./api.js').VigilEvent[]} items newest first @param {boolean} andFit brings the whole track into sight */
  show(items, andFit) {
    this.fixes = fixesOf(items);
    const at = fix => this.ol.proj.fromLonLat([fix.longitude, fix.latitude]);
    const {ways, gaps} = parts(this.fixes);
    this.#way.setGeometry(new this.ol.geom.MultiLineString(ways.map(way => way.map(at))));
    this.#gaps.setGeometry(new this.ol.geom.MultiLineString(gaps.map(gap => gap.map(at))));
    this.#alarms.setGeometry(new this.ol.geom.MultiPoint(this.fixes.filter(fix => fix.alarm).map(at)));
    if (!andFit || this.fixes.length === 0) return;
    this.map.updateSize();
    this.view.fit(this.ol.extent.boundingExtent(this.fixes.map(at)), {padding: PADDING, maxZoom: CLOSEST});
  }

  /** Moves the marker to where the device was last known to be at a time. @param {number} ms @returns {Fix|undefined} */
  moveTo(ms) {
    const fix = fixAt(this.fixes, ms);
    this.#marker.setGeometry(fix && new this.ol.geom.Point(this.ol.proj.fromLonLat([fix.longitude, fix.latitude])));
    return fix;
  }

  clear() {
    this.show([], false);
    this.#marker.setGeometry(undefined);
  }

  recolour() {
    const {style: {Style, Stroke, Fill, Circle, RegularShape}} = this.ol;
    const c = colours(['track', 'panel', 'alarm', 'focus']);
    const line = (width, colour, lineDash) => new Style({stroke: new Stroke({color: colour, width, lineDash, lineCap: 'round', lineJoin: 'round'})});
    this.#way.setStyle([line(6, c.panel), line(3, c.track)]);
    this.#gaps.setStyle(line(1.5, c.track, [3, 6]));
    this.#alarms.setStyle(new Style({image: new RegularShape({points: 3, radius: 8, fill: new Fill({color: c.alarm}), stroke: new Stroke({color: c.panel, width: 1.5})})}));
    this.#marker.setStyle(new Style({image: new Circle({radius: 8, fill: new Fill({color: c.track}), stroke: new Stroke({color: c.panel, width: 3})})}));
  }
}

/** @param {import('./api.js').VigilEvent[]} items newest first @returns {Fix[]} those with a position, oldest first */
export function fixesOf(items) {
  return items.filter(item => item.latitude !== undefined && item.longitude !== undefined)
    .map(({time, alarm, longitude, latitude}) => ({ms: Date.parse(time), alarm, longitude, latitude}))
    .reverse();
}

/** @param {Fix[]} fixes oldest first @param {number} ms @returns {Fix|undefined} the newest that is not later */
export function fixAt(fixes, ms) {
  return fixes.findLast(fix => fix.ms <= ms);
}

/** @param {Fix[]} fixes oldest first @returns {{ways: Fix[][], gaps: Fix[][]}} what was walked, and what is only guessed */
export function parts(fixes) {
  const ways = [];
  const gaps = [];
  for (const [at, fix] of fixes.entries()) {
    const previous = fixes[at - 1];
    if (previous && fix.ms - previous.ms <= GAP_MS) {
      ways.at(-1).push(fix);
      continue;
    }
    if (previous) gaps.push([previous, fix]);
    ways.push([fix]);
  }
  return {ways: ways.filter(way => way.length > 1), gaps};
}
