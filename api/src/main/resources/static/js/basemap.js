/** What lies under the devices: an outline of the world that is always there, and tiles over it when there are some. */
import {unwrapped} from './outline.js';
import {colours} from './theme.js';

const OUTLINE = 'data/countries-110m.json';

const TIMEOUT_MS = 20_000;

/** No tile server likes to be asked beyond this, and nothing of a worker is seen better there. */
const MAX_TILE_ZOOM = 19;

/**
 * @param {object} ol OpenLayers
 * @param {import('./api.js').Config} config
 * @returns {{layers: object[], attribution: Node[], recolour(): void}}
 */
export function baseMap(ol, config) {
  const outline = new ol.layer.VectorImage({
    className: 'base-outline',
    imageRatio: 1.5,
    source: outlineSource(ol),
  });
  // A graticule's style cannot be changed, so a change of colours puts another one into this group.
  const lines = new ol.layer.Group({zIndex: 5});
  const recolour = () => {
    const c = colours(['land', 'border', 'graticule', 'map-text', 'map']);
    outline.setStyle(new ol.style.Style({
      fill: new ol.style.Fill({color: c.land}),
      stroke: new ol.style.Stroke({color: c.border, width: 1}),
    }));
    lines.setLayers(new ol.Collection([graticule(ol, c)]));
  };
  recolour();
  const layers = config.tileUrl ? [outline, lines, tileLayer(ol, config.tileUrl)] : [outline, lines];
  return {layers, attribution: attribution(config), recolour};
}

function outlineSource(ol) {
  const format = new ol.format.TopoJSON({layers: ['countries']});
  const source = new ol.source.Vector();
  source.setLoader(async () => {
    const response = await fetch(OUTLINE, {signal: AbortSignal.timeout(TIMEOUT_MS)});
    const features = format.readFeatures(await response.json());
    for (const feature of features) {
      const geometry = feature.getGeometry();
      const polygons = geometry.getType() === 'Polygon' ? [geometry.getCoordinates()] : geometry.getCoordinates();
      feature.setGeometry(new ol.geom.MultiPolygon(polygons.map(rings => rings.map(unwrapped))).transform('EPSG:4326', 'EPSG:3857'));
    }
    source.addFeatures(features);
  });
  return source;
}

function graticule(ol, c) {
  const text = () => new ol.style.Text({
    font: '11px system-ui, sans-serif',
    fill: new ol.style.Fill({color: c['map-text']}),
    stroke: new ol.style.Stroke({color: c.map, width: 3}),
  });
  const longitude = text();
  longitude.setTextBaseline('bottom');
  const latitude = text();
  latitude.setTextAlign('end');
  return new ol.layer.Graticule({
    className: 'base-graticule',
    strokeStyle: new ol.style.Stroke({color: c.graticule, width: 1}),
    showLabels: true,
    lonLabelPosition: 0.015,
    latLabelPosition: 0.995,
    lonLabelStyle: longitude,
    latLabelStyle: latitude,
    wrapX: false,
    zIndex: 5,
  });
}

function tileLayer(ol, url) {
  const source = new ol.source.XYZ({url, maxZoom: MAX_TILE_ZOOM, attributions: []});
  // OpenStreetMap asks for a referrer, and needs to know no more than the origin.
  source.setTileLoadFunction((tile, src) => {
    const image = tile.getImage();
    image.referrerPolicy = 'origin-when-cross-origin';
    image.src = src;
  });
  // A tile that fails stays transparent, and the outline under it in sight.
  return new ol.layer.Tile({className: 'base-tiles', source, zIndex: 10});
}

function attribution(config) {
  const parts = [];
  if (config.tileUrl) {
    const text = config.tileAttribution ?? '';
    const isOsm = /openstreetmap/i.test(config.tileUrl + text);
    if (isOsm) {
      const link = document.createElement('a');
      link.href = 'https://www.openstreetmap.org/copyright';
      link.rel = 'noopener';
      link.target = '_blank';
      link.textContent = text || '© OpenStreetMap contributors';
      parts.push(link, ' · ');
    } else if (text) {
      parts.push(text, ' · ');
    }
  }
  return [...parts, 'Outlines: Natural Earth'];
}
