/** Wires the page: who tells whom. What each part does is in its own module. */
import {AlarmList} from './alarms.js';
import {Alerts} from './alerts.js';
import {get, Problem} from './api.js';
import {showConnection} from './connection.js';
import {Detail} from './detail.js';
import {DeviceList} from './devices.js';
import {byId} from './dom.js';
import {Feed} from './feed.js';
import {Filters} from './filters.js';
import {STATE_TEXT, workerText} from './kinds.js';
import {loadOpenLayers, RoomMap} from './map.js';
import {rangeAround} from './rangepicker.js';
import {RoomState} from './roomstate.js';
import {Search} from './search.js';
import {SignIn} from './signin.js';
import {Store} from './store.js';
import {setUpTabs} from './tabs.js';
import {setUpTheme} from './theme.js';
import {UrlState} from './url.js';

/** A server that is just starting has no configuration to give yet. */
const CONFIG_AGAIN_MS = 3_000;

const store = new Store();
const alerts = new Alerts();
const url = new UrlState(view => restore(view));
const now = () => feed.now();
/** @type {RoomMap|undefined} */
let map;
/** What had the focus when the detail opened. @type {Element|null} */
let opener;

const filters = new Filters({since: url.view.since, codes: url.view.codes}, () => {
  url.update(filters.value);
  room.refresh();
  alarms.redraw();
  reloadAlarms();
});
const alarms = new AlarmList({store, filters, now, onSelect: alarm => select(alarm.deviceId, Date.parse(alarm.time))});
const devices = new DeviceList({store, filters, now, onSelect: id => select(id)});
const room = new RoomState({store, filters, now, onChange: () => devices.redraw()});
const signIn = new SignIn(() => feed.start());
const detail = new Detail({
  store,
  now,
  onClose: () => close(),
  onRange: range => {
    url.update({...range, at: undefined});
    detail.open(url.view.device, url.view, false);
    detail.focus();
  },
  onTime: at => url.update({at: Math.round(at)}),
  onCenter: id => map?.center(id),
});
const chooseTab = setUpTabs(tab => {
  url.update({tab});
  byId('filter-time').hidden = tab === 'devices';
  devices.show();
});

const feed = new Feed({
  store,
  loadAlarms: () => alarms.load(),
  onDevices: ids => {
    room.changed(ids);
    if (store.devices.size > 0) byId('map-empty').hidden = true;
    detail.changed(ids);
  },
  onNewAlarm: (alarm, isNews) => {
    alarms.arrived(alarm, isNews);
    if (isNews) alerts.raise(alarm);
  },
  onReady: () => {
    byId('room').dataset.loaded = '';
    alarms.redraw();
    devices.redraw();
    whenIdle(startMap);
    byId('map-empty').hidden = store.devices.size > 0;
  },
  onProblem: problem => alarms.failed(problem),
  onUnauthorized: problem => signIn.ask(problem),
  onStatus: showConnection,
});

new Search({store, now, onSelect: id => select(id)});
setUpTheme(() => {
  map?.recolour();
  detail.recolour();
});
document.addEventListener('visibilitychange', () => feed.check());
byId('count-nowhere').addEventListener('click', () => list(room.nowhere(), 'without a position'));
byId('fit').addEventListener('click', () => {
  map?.fit();
  url.update({view: undefined});
});
document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && detail.deviceId && !byId('sign-in').open) close();
});
chooseTab(url.view.tab);
if (url.view.device) open(url.view);
start();

async function start() {
  try {
    /** @type {import('./api.js').Config} */
    const config = await get('/config');
    store.settings = config;
    filters.offer(config.codes);
    byId('sign-out').hidden = config.authentication === 'none';
    feed.config = config;
    feed.start();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    showConnection({state: 'reconnecting', since: performance.timeOrigin});
    alarms.failed(error);
    setTimeout(start, CONFIG_AGAIN_MS);
  }
}

// The map's library is large: what is there already is painted first.
function whenIdle(work) {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, {timeout: 500});
  else setTimeout(work, 100);
}

let mapAsked = false;
async function startMap() {
  if (mapAsked) return;
  mapAsked = true;
  try {
    const ol = await loadOpenLayers();
    map = new RoomMap(ol, {
      config: feed.config,
      now,
      onSelect: id => select(id),
      onStack: ids => list(ids, 'at one place'),
      describe,
      onMove: view => url.update({view}),
    });
    room.attach(map);
    if (url.view.view) map.show(url.view.view);
    else map.fit();
    map.select(url.view.device);
    detail.attach(map);
  } catch (error) {
    mapAsked = false;
    byId('map-loading').textContent = `The map could not be loaded: ${error.message}`;
  }
}

async function reloadAlarms() {
  try {
    await alarms.load();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    alarms.failed(error);
  }
}

function select(id, at) {
  opener = document.activeElement;
  const range = at === undefined ? {} : rangeAround(at, now(), url.view);
  url.update({device: id, at, ...range}, true);
  open(url.view);
  detail.focus();
}

function open(view) {
  mark(view.device);
  byId('room').classList.add('has-detail');
  detail.open(view.device, view, Boolean(view.view) && !map);
}

function close() {
  url.update({device: undefined, at: undefined}, true);
  shut();
  const target = opener?.isConnected && opener !== document.body ? opener : byId('map');
  target.focus();
}

function shut() {
  mark(undefined);
  byId('room').classList.remove('has-detail');
  detail.close();
}

function restore(view) {
  filters.set({since: view.since, codes: view.codes});
  chooseTab(view.tab);
  if (view.device) open(view);
  else shut();
}

function list(ids, why) {
  chooseTab('devices');
  devices.restrict(ids, why);
  byId('panel-devices').focus();
}

function mark(id) {
  alarms.select(id);
  devices.select(id);
  map?.select(id);
}

function describe(id) {
  const device = store.devices.get(id);
  return device ? [id, workerText(device), STATE_TEXT[store.stateOf(device, now())]].filter(Boolean).join(' · ') : id;
}
