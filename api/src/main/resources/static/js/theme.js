/** Dark, light, or as the system: kept in this browser. */
import {byId} from './dom.js';
import {remember, remembered} from './memory.js';

const NEXT = {system: 'dark', dark: 'light', light: 'system'};
const TEXT = {system: 'Colours: as the system', dark: 'Colours: dark', light: 'Colours: light'};
const BAR = {dark: '#0e1419', light: '#f4f6f8'};

/** @param {() => void} onChange the page's colours are others now */
export function setUpTheme(onChange) {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let theme = remembered('theme') in NEXT ? remembered('theme') : 'system';
  const apply = () => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    for (const meta of document.querySelectorAll('meta[name=theme-color]')) {
      meta.content = BAR[theme === 'system' ? (meta.media.includes('dark') ? 'dark' : 'light') : theme];
    }
    byId('theme-text').textContent = TEXT[theme];
    byId('theme-toggle').title = TEXT[theme];
    onChange();
  };
  byId('theme-toggle').addEventListener('click', () => {
    theme = NEXT[theme];
    remember('theme', theme);
    apply();
  });
  dark.addEventListener('change', apply);
  apply();
}

/**
 * Colours of the style sheet as a canvas can use them.
 * @template {string} T
 * @param {T[]} names of custom properties, without `--`
 * @returns {Record<T, string>}
 */
export function colours(names) {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const found = {};
  for (const name of names) {
    probe.style.color = `var(--${name})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}
