/** The words for codes, kinds and states. */

/** What a filter calls every code that is not in the server's list. @type {string} */
export const OTHER = 'other';

/** States, worst first. */
export const STATES = ['ALARM', 'SILENT', 'OK'];

export const STATE_TEXT = {ALARM: 'Alarm', SILENT: 'Silent', OK: 'OK'};

/**
 * @param {string} kind a kind of the contract, `MISSED_CHECK_IN`
 * @param {number} [code] named when the kind is unknown
 * @returns {string} `Missed check-in`
 */
export function kindText(kind, code) {
  if (kind === 'SOS') return 'SOS';
  if (kind === 'UNKNOWN') return code === undefined ? 'Unknown signal' : `Unknown signal ${code}`;
  const words = kind.toLowerCase().replaceAll('_', ' ').replace('check in', 'check-in');
  return words[0].toUpperCase() + words.slice(1);
}

/**
 * Who wears a device, as one line.
 * @param {{workerName?: string, workerId?: string}} item
 * @returns {string} empty when nobody is known
 */
export function workerText(item) {
  return item.workerName ?? item.workerId ?? '';
}
