/** Chooses a time range: one of four up to now, or from and to. */
import {el} from './dom.js';
import {durationMs, localInputValue} from './time.js';
import {RANGES} from './url.js';

const TEXT = {'1h': '1 h', '6h': '6 h', '24h': '24 h', '7d': '7 d', custom: 'Custom'};

/** @typedef {{range: string, from?: number, to?: number}} Range as in the page's address */

/**
 * @param {Range} range
 * @param {number} now epoch milliseconds
 * @returns {{from: number, to: number|undefined}} `to` undefined: up to now
 */
export function bounds({range, from, to}, now) {
  return range === 'custom' ? {from, to} : {from: now - durationMs(range), to: undefined};
}

/**
 * The shortest range that has a time in it.
 * @param {number} ms epoch milliseconds
 * @param {number} now epoch milliseconds
 * @param {Range} current kept when it has
 * @returns {Range}
 */
export function rangeAround(ms, now, current) {
  const {from, to = Infinity} = bounds(current, now);
  if (ms >= from && ms < to) return {range: current.range, from: current.from, to: current.to};
  const range = RANGES.find(name => now - durationMs(name) < ms);
  return range ? {range, from: undefined, to: undefined} : {range: 'custom', from: ms - durationMs('1h'), to: ms + durationMs('1h')};
}

/**
 * @param {Range} current
 * @param {number} now epoch milliseconds
 * @param {(range: Range) => void} onChange
 * @returns {HTMLFormElement}
 */
export function rangePicker(current, now, onChange) {
  const {from, to} = bounds(current, now);
  const fromInput = el('input', {type: 'datetime-local', 'data-testid': 'range-from', required: true, value: localInputValue(from)});
  const toInput = el('input', {type: 'datetime-local', 'data-testid': 'range-to', required: true, value: localInputValue(to ?? now)});
  const error = el('p', {class: 'error', role: 'alert', hidden: true}, 'From must be before To.');
  const custom = el('div', {class: 'custom', hidden: current.range !== 'custom'},
    el('label', {class: 'field'}, 'From ', fromInput), el('label', {class: 'field'}, 'To ', toInput),
    el('button', {type: 'submit', class: 'text-button', 'data-testid': 'range-apply'}, 'Apply'), error);
  const choices = [...RANGES, 'custom'].map(name => el('label', {class: 'segment'},
    el('input', {type: 'radio', name: 'range', value: name, checked: name === current.range, 'data-testid': `range-${name}`}), el('span', {}, TEXT[name])));
  const form = el('form', {class: 'range', 'aria-label': 'Time range'}, el('fieldset', {class: 'segments'}, el('legend', {class: 'hidden-text'}, 'Time range'), ...choices), custom);
  form.addEventListener('change', event => {
    if (event.target.name !== 'range') return;
    const isCustom = event.target.value === 'custom';
    custom.hidden = !isCustom;
    if (!isCustom) onChange({range: event.target.value, from: undefined, to: undefined});
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    const chosen = {range: 'custom', from: Date.parse(fromInput.value), to: Date.parse(toInput.value)};
    error.hidden = chosen.from < chosen.to;
    if (error.hidden) onChange(chosen);
  });
  return form;
}
