/** Two lists, one place: the tab pattern, with arrow keys. */
import {byId} from './dom.js';

const NAMES = ['alarms', 'devices'];

/**
 * @param {(name: 'alarms'|'devices') => void} onChange
 * @returns {(name: 'alarms'|'devices') => void} chooses a tab
 */
export function setUpTabs(onChange) {
  const choose = name => {
    for (const other of NAMES) {
      const tab = byId(`tab-${other}`);
      tab.setAttribute('aria-selected', String(other === name));
      tab.tabIndex = other === name ? 0 : -1;
      byId(`panel-${other}`).hidden = other !== name;
    }
    onChange(name);
  };
  for (const name of NAMES) {
    const tab = byId(`tab-${name}`);
    tab.addEventListener('click', () => choose(name));
    tab.addEventListener('keydown', event => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      const other = NAMES[1 - NAMES.indexOf(name)];
      choose(other);
      byId(`tab-${other}`).focus();
    });
  }
  return choose;
}
