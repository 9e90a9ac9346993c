/** Says, always and in words, whether what is on the screen is live. */
import {byId} from './dom.js';
import {timeElement} from './time.js';

/** @param {import('./stream.js').Status} status */
export function showConnection({state, since}) {
  const connection = byId('connection');
  const stale = state === 'stale';
  connection.dataset.state = state;
  document.documentElement.classList.toggle('is-stale', stale);
  const time = timeElement(new Date(since).toISOString());
  byId('connection-text').replaceChildren(...{
    connecting: ['Connecting…'],
    live: ['Live'],
    reconnecting: ['Reconnecting since ', time],
    stale: ['Stale since ', time],
    stopped: ['Not signed in'],
  }[state]);
  const banner = byId('banner');
  banner.hidden = !stale;
  if (stale) {
    banner.replaceChildren('No word from the server since ', timeElement(new Date(since).toISOString()),
      '. What you see is old; the page goes on trying.');
  }
}
