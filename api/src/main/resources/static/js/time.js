/** Times as a control room reads them: the viewer's zone in sight, UTC on hover. */

const DAY_MS = 86_400_000;
const clock = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});
const dayAndClock = new Intl.DateTimeFormat(undefined,
  {day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});

/**
 * The time of day, with the day when that is not today.
 * @param {number} ms epoch milliseconds
 * @param {number} [now] epoch milliseconds
 * @returns {string}
 */
export function timeText(ms, now = Date.now()) {
  const sameDay = new Date(ms).toDateString() === new Date(now).toDateString();
  return (sameDay ? clock : dayAndClock).format(ms);
}

/**
 * @param {number} ms epoch milliseconds
 * @returns {string} `2026-11-25 11:00:00.123 UTC`
 */
export function utcText(ms) {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', ' UTC');
}

/**
 * How long ago, in one unit.
 * @param {number} ms epoch milliseconds
 * @param {number} [now] epoch milliseconds
 * @returns {string} `now`, `12 s ago`, `3 min ago`, `5 h ago`, `2 d ago`
 */
export function ageText(ms, now = Date.now()) {
  const seconds = Math.floor((now - ms) / 1000);
  if (seconds < 5) return 'now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/**
 * @param {string} text `15m`, `6h`, `7d`
 * @returns {number} milliseconds, or NaN when the text is none of these
 */
export function durationMs(text) {
  const match = /^(\d{1,4})([mhd])$/.exec(text);
  return match ? Number(match[1]) * {m: 60_000, h: 3_600_000, d: DAY_MS}[match[2]] : NaN;
}

/**
 * A `<time>` element: the viewer's zone as text, UTC as its title.
 * @param {string} iso ISO-8601 UTC
 * @param {number} [now] epoch milliseconds
 * @returns {HTMLTimeElement}
 */
export function timeElement(iso, now = Date.now()) {
  const element = document.createElement('time');
  const ms = Date.parse(iso);
  element.dateTime = iso;
  element.title = utcText(ms);
  element.textContent = timeText(ms, now);
  return element;
}

/**
 * The value of an `<input type="datetime-local">` in the viewer's zone.
 * @param {number} ms epoch milliseconds
 * @returns {string} `2026-11-25T12:00`
 */
export function localInputValue(ms) {
  const date = new Date(ms);
  return new Date(ms - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
