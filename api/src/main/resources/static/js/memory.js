/** What this browser remembers for the viewer. Without storage the page works the same, and forgets. */

/** @param {string} name @returns {string|null} */
export function remembered(name) {
  try {
    return localStorage.getItem(`vigil.${name}`);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value */
export function remember(name, value) {
  try {
    localStorage.setItem(`vigil.${name}`, value);
  } catch {
    // blocked or full: nothing of this is worth an error
  }
}
