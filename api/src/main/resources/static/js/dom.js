/** Elements without markup in strings: what devices and workers are called is only ever text. */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string|number|boolean|undefined>} [attributes] `class`, `aria-…`, `data-…`; undefined and false are left out
 * @param {...(Node|string|undefined)} children strings become text
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter(child => child !== undefined));
  return element;
}

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @returns {T} the element, which index.html promises to be there
 */
export function byId(id) {
  return /** @type {T} */ (document.getElementById(id));
}

/**
 * @param {string} symbol id of a symbol in index.html
 * @param {string} [className]
 * @returns {SVGElement}
 */
export function icon(symbol, className = 'icon') {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#${symbol}`);
  svg.append(use);
  return svg;
}

/**
 * Makes a list's children those of `keys`, in that order, and touches only what differs.
 * @param {HTMLElement} list
 * @param {string[]} keys
 * @param {Map<string, HTMLElement>} rows what is in the list now; kept up to date
 * @param {(key: string) => HTMLElement} create
 */
export function arrange(list, keys, rows, create) {
  const wanted = new Set(keys);
  for (const [key, row] of rows) {
    if (!wanted.has(key)) {
      row.remove();
      rows.delete(key);
    }
  }
  let at = list.firstChild;
  for (const key of keys) {
    let row = rows.get(key);
    if (!row) rows.set(key, row = create(key));
    if (row === at) at = at.nextSibling;
    else list.insertBefore(row, at);
  }
}

/**
 * Runs `work` at most once a frame, and not more often than every `everyMs`.
 * @param {() => void} work
 * @param {number} [everyMs]
 * @returns {() => void} asks for a run
 */
export function coalesced(work, everyMs = 0) {
  let asked = false;
  let last = -Infinity;
  const run = () => {
    asked = false;
    last = performance.now();
    work();
  };
  return () => {
    if (asked) return;
    asked = true;
    const wait = everyMs - (performance.now() - last);
    if (wait > 16) setTimeout(() => requestAnimationFrame(run), wait);
    else requestAnimationFrame(run);
  };
}

/**
 * Loads a classic script of the same origin, once.
 * @param {string} src
 * @returns {Promise<void>}
 */
export function loadScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${src} did not load`));
    document.head.append(script);
  });
}

/**
 * Loads a style sheet of the same origin in front of the page's own ones, which may then refine it.
 * @param {string} href
 */
export function loadStyle(href) {
  document.head.prepend(Object.assign(document.createElement('link'), {rel: 'stylesheet', href}));
}
