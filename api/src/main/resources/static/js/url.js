/** The view as a link: chosen device, filters, range, map. Pure but for {@link UrlState}. */
import {DEFAULT_SINCE, SINCE} from './filters.js';
import {OTHER} from './kinds.js';

export const RANGES = ['1h', '6h', '24h', '7d'];
export const DEFAULT_RANGE = '6h';

/**
 * @typedef {{device?: string, range: string, from?: number, to?: number, at?: number, codes: string[], since: string,
 *   tab: 'alarms'|'devices', view?: {zoom: number, latitude: number, longitude: number}}} View
 *   `range` one of {@link RANGES} or `custom`, then `from` and `to` are epoch milliseconds; `at`: where the
 *   time slider stands
 */

/**
 * Reads a link. What it does not know, or makes no sense, is as if it were not there.
 * @param {string} search `?device=…`
 * @returns {View}
 */
export function parseView(search) {
  const query = new URLSearchParams(search);
  const from = Date.parse(query.get('from') ?? '');
  const to = Date.parse(query.get('to') ?? '');
  const at = Date.parse(query.get('at') ?? '');
  const custom = from < to;
  const range = query.get('range');
  const since = query.get('since');
  return {
    device: query.get('device') || undefined,
    range: custom ? 'custom' : RANGES.includes(range) ? range : DEFAULT_RANGE,
    ...(custom ? {from, to} : {}),
    ...(Number.isNaN(at) ? {} : {at}),
    codes: (query.get('codes') ?? '').split(',').filter(code => code === OTHER || /^-?\d{1,9}$/.test(code)),
    since: SINCE.includes(since) ? since : DEFAULT_SINCE,
    tab: query.get('tab') === 'devices' ? 'devices' : 'alarms',
    view: parseMap(query.get('map')),
  };
}

/**
 * @param {View} view
 * @returns {string} a query with only what differs from the defaults, `?…` or empty
 */
export function formatView({device, range, from, to, at, codes, since, tab, view}) {
  const query = new URLSearchParams();
  if (device) query.set('device', device);
  if (device && range === 'custom') {
    query.set('from', new Date(from).toISOString());
    query.set('to', new Date(to).toISOString());
  } else if (device && range !== DEFAULT_RANGE) {
    query.set('range', range);
  }
  if (device && at !== undefined) query.set('at', new Date(at).toISOString());
  if (codes.length > 0) query.set('codes', codes.join(','));
  if (since !== DEFAULT_SINCE) query.set('since', since);
  if (tab !== 'alarms') query.set('tab', tab);
  if (view) query.set('map', [view.zoom.toFixed(2), view.latitude.toFixed(5), view.longitude.toFixed(5)].join('/'));
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%3A', ':');
  return text && `?${text}`;
}

function parseMap(text) {
  const [zoom, latitude, longitude] = (text ?? '').split('/').map(Number.parseFloat);
  const sane = zoom >= 0 && zoom <= 24 && Math.abs(latitude) <= 85 && Math.abs(longitude) <= 180;
  return sane ? {zoom, latitude, longitude} : undefined;
}

/** The page's address follows the view, and back and forward lead through the devices that were chosen. */
export class UrlState {
  /** @type {View} */
  view = parseView(location.search);

  /** @param {(view: View) => void} onBack */
  constructor(onBack) {
    addEventListener('popstate', () => {
      this.view = parseView(location.search);
      onBack(this.view);
    });
  }

  /** @param {Partial<View>} change @param {boolean} [isStep] one that "back" undoes */
  update(change, isStep = false) {
    this.view = {...this.view, ...change};
    const url = location.pathname + formatView(this.view);
    if (isStep) history.pushState(null, '', url);
    else history.replaceState(null, '', url);
  }
}
