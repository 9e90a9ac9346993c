/** The map: view, base map, devices, pointer and keyboard. */
import {baseMap} from './basemap.js';
import {DeviceLayer} from './devicelayer.js';
import {byId, loadScript, loadStyle} from './dom.js';

const OL = '/webjars/ol';

/** A street fills the map: closer than that nothing is to be seen. */
const MAX_ZOOM = 19;

/** A single device is shown with its surroundings. */
const DEVICE_ZOOM = 14;

const PADDING = [48, 48, 64, 48];

/**
 * Loads OpenLayers, which is large, and so is not awaited by anything but the map.
 * @returns {Promise<object>}
 */
export async function loadOpenLayers() {
  loadStyle(`${OL}/ol.css`);
  await loadScript(`${OL}/dist/ol.js`);
  return globalThis.ol;
}

export class RoomMap {
  /**
   * @param {object} ol OpenLayers
   * @param {object} options
   * @param {import('./api.js').Config} options.config
   * @param {() => number} options.now epoch milliseconds of the server's clock
   * @param {(id: string) => void} options.onSelect
   * @param {(ids: string[]) => void} options.onStack devices that no zoom can tell apart
   * @param {(id: string) => string} options.describe a device's line for the tip
   * @param {(view: {zoom: number, latitude: number, longitude: number}) => void} options.onMove the viewer moved the map
   */
  constructor(ol, options) {
    this.ol = ol;
    this.options = options;
    this.devices = new DeviceLayer(ol, options.now);
    this.base = baseMap(ol, options.config);
    const target = byId('map');
    this.view = new ol.View({center: ol.proj.fromLonLat([10, 35]), zoom: 2, minZoom: 1, maxZoom: MAX_ZOOM, enableRotation: false, multiWorld: false});
    this.map = new ol.Map({
      target,
      view: this.view,
      keyboardEventTarget: target,
      layers: [...this.base.layers, this.devices.layer],
      controls: [new ol.control.Zoom(), new ol.control.ScaleLine()],
    });
    byId('attribution').replaceChildren(...this.base.attribution);
    byId('map-loading').hidden = true;
    this.#listen(target);
  }

  /** Shows all devices, or those named. @param {Iterable<string>} [ids] */
  fit(ids) {
    const extent = this.devices.extentOf(ids);
    if (extent) this.view.fit(extent, {padding: PADDING, maxZoom: DEVICE_ZOOM, duration: this.#duration()});
  }

  /** Brings a device into the middle, and nearer when it is far. @param {string} id */
  center(id) {
    const center = this.devices.positionOf(id);
    if (center) this.view.animate({center, zoom: Math.max(this.view.getZoom(), DEVICE_ZOOM - 3), duration: this.#duration()});
  }

  /** @param {{zoom: number, latitude: number, longitude: number}} view */
  show({zoom, latitude, longitude}) {
    this.view.setCenter(this.ol.proj.fromLonLat([longitude, latitude]));
    this.view.setZoom(zoom);
  }

  /** @param {string|undefined} id */
  select(id) {
    this.devices.selected = id;
    this.devices.redraw();
  }

  recolour() {
    this.base.recolour();
    this.devices.recolour();
  }

  #listen(target) {
    const tip = byId('map-tip');
    this.map.on('click', event => this.#click(event.pixel));
    this.map.on('pointermove', event => {
      const hit = event.dragging ? undefined : this.devices.hit(event.pixel);
      target.classList.toggle('over', Boolean(hit));
      tip.hidden = !hit;
      if (!hit) return;
      tip.textContent = hit.length === 1 ? this.options.describe(hit[0]) : `${hit.length} devices`;
      tip.style.translate = `${event.pixel[0] + 14}px ${event.pixel[1] + 14}px`;
    });
    target.addEventListener('pointerleave', () => tip.hidden = true);
    let byViewer = false;
    for (const type of ['pointerdown', 'wheel', 'keydown']) target.addEventListener(type, () => byViewer = true, {passive: true});
    this.map.on('moveend', () => {
      if (!byViewer) return;
      const [longitude, latitude] = this.ol.proj.toLonLat(this.view.getCenter());
      this.options.onMove({zoom: this.view.getZoom(), latitude, longitude});
    });
  }

  #click(pixel) {
    const ids = this.devices.hit(pixel);
    if (!ids) return;
    if (ids.length === 1) return this.options.onSelect(ids[0]);
    const extent = this.devices.extentOf(ids);
    const width = Math.max(this.ol.extent.getWidth(extent), this.ol.extent.getHeight(extent));
    const closest = this.view.getResolutionForZoom(MAX_ZOOM);
    if (width < closest * 40) return this.options.onStack(ids);
    this.view.fit(extent, {padding: PADDING, maxZoom: MAX_ZOOM, duration: this.#duration()});
  }

  #duration() {
    return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 350;
  }
}
