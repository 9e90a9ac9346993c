/** The REST side of the server: requests with a timeout, pages, problem documents. */

/**
 * @typedef {{id: string, deviceId: string, time: string, code: number, kind: string, alarm: boolean, workerId?: string,
 *   workerName?: string, latitude?: number, longitude?: number}} VigilEvent
 * @typedef {{deviceId: string, code: number, kind: string, time: string, workerId?: string, workerName?: string,
 *   latitude?: number, longitude?: number, positionTime?: string, alarmCode?: number, alarmKind?: string,
 *   alarmTime?: string, state: string, revision: number}} Device
 * @typedef {{tileUrl?: string, tileAttribution?: string, alarmForSeconds: number, silentAfterSeconds: number,
 *   codes: {code: number, kind: string, alarm: boolean}[], authentication: 'none'|'token'}} Config
 * @template T @typedef {{items: T[], next?: string}} Page
 */

const ROOT = '/api/v1';

/** Longer than the server's own limit for a request, so that its problem document is what is seen. */
const TIMEOUT_MS = 20_000;

/** An answer that is an error, or no answer at all (status 0). */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} message for a reader
   */
  constructor(status, message) {
    super(message);
    this.name = 'Problem';
    this.status = status;
  }
}

/**
 * @param {string} path below /api/v1
 * @param {Record<string, string|number|undefined>} [query] undefined and empty values are left out
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 * @throws {Problem}
 */
export async function get(path, query = {}, signal) {
  const response = await send(path, query, {headers: {Accept: 'application/json, application/problem+json'}}, signal);
  return response.json();
}

/**
 * Signs in: the server answers with a cookie that this page cannot read.
 * @param {string} key an access key or a JWT
 * @throws {Problem} 401 when the key is not known
 */
export async function signIn(key) {
  await send('/session', {}, {method: 'POST', headers: {Authorization: `Bearer ${key}`}});
}

/** Signs out: the cookie is gone. */
export async function signOut() {
  await send('/session', {}, {method: 'DELETE'});
}

/**
 * All items of a list, page by page, until the server names no next one.
 * @template T
 * @param {string} path
 * @param {Record<string, string|number|undefined>} query
 * @param {number} maxPages the bound
 * @returns {AsyncGenerator<T[]>}
 */
export async function* pages(path, query, maxPages) {
  let cursor;
  for (let page = 0; page < maxPages; page++) {
    /** @type {Page<T>} */
    const answer = await get(path, {...query, cursor});
    yield answer.items;
    cursor = answer.next;
    if (cursor === undefined) return;
  }
}

/** @param {string} deviceId @returns {string} */
export function devicePath(deviceId) {
  return `/devices/${encodeURIComponent(deviceId)}`;
}

async function send(path, query, init, signal) {
  const url = new URL(ROOT + path, location.origin);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') url.searchParams.set(name, String(value));
  }
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response;
  try {
    response = await fetch(url, {...init, credentials: 'same-origin', signal: signal ? AbortSignal.any([signal, timeout]) : timeout});
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(0, error.name === 'TimeoutError' ? 'The server took too long to answer.' : 'The server cannot be reached.');
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function problemOf(response) {
  const fallback = `The server answered ${response.status}.`;
  if (!response.headers.get('content-type')?.includes('json')) return new Problem(response.status, fallback);
  try {
    const {title, detail} = await response.json();
    return new Problem(response.status, detail ?? title ?? fallback);
  } catch {
    return new Problem(response.status, fallback);
  }
}
