/** A device's last known state in words. */
import {el, icon} from './dom.js';
import {kindText, STATE_TEXT} from './kinds.js';
import {ageText, timeElement} from './time.js';

/**
 * @param {import('./store.js').KnownDevice} device
 * @param {'ALARM'|'SILENT'|'OK'} state
 * @param {number} now epoch milliseconds of the server's clock
 * @returns {HTMLElement[]}
 */
export function facts(device, state, now) {
  const when = (iso, ms) => [timeElement(iso, now), ` · ${ageText(ms, now)}`];
  const rows = [
    ['Last signal', kindText(device.kind, device.code), ...lines(when(device.time, device.timeMs))],
    ['Last alarm', ...(device.alarmTime === undefined ? ['None known']
      : [kindText(device.alarmKind, device.alarmCode), ...lines(when(device.alarmTime, device.alarmMs))])],
    ['Position', ...(device.latitude === undefined ? ['None known']
      : [`${device.latitude.toFixed(5)}, ${device.longitude.toFixed(5)}`,
        ...(device.positionTime === undefined ? [] : lines(when(device.positionTime, Date.parse(device.positionTime))))])],
  ];
  return [
    el('p', {class: 'state-chip', 'data-state': state, 'data-testid': 'detail-state'}, icon(`sym-${state}`, 'sym'), STATE_TEXT[state]),
    el('dl', {class: 'facts'}, ...rows.map(([name, ...value]) => el('div', {}, el('dt', {}, name), el('dd', {}, ...value)))),
  ];
}

function lines(parts) {
  return [el('span', {class: 'fact-more'}, ...parts)];
}
