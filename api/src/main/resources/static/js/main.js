/** Wires the page: who tells whom. What each part does is in its own module. */
import {AlarmList} from './alarms.js';
import {Alerts} from './alerts.js';
import {get, Problem} from './api.js';
import {showConnection} from './connection.js';
import {DeviceList} from './devices.js';
import {byId} from './dom.js';
import {Feed} from './feed.js';
import {Filters} from './filters.js';
import {STATE_TEXT, workerText} from './kinds.js';
import {loadOpenLayers, RoomMap} from './map.js';
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
const url = new UrlState(view => open(view));
const now = () => feed.now();
/** @type {RoomMap|undefined} */
let map;

const filters = new Filters({since: url.view.since, codes: url.view.codes}, () => {
  url.update(filters.value);
  room.refresh();
  alarms.redraw();
  reloadAlarms();
});
const alarms = new AlarmList({store, filters, now, onSelect: alarm => select(alarm.deviceId)});
const devices = new DeviceList({store, filters, now, onSelect: id => select(id)});
const room = new RoomState({store, filters, now, onChange: () => devices.redraw()});
const signIn = new SignIn(() => feed.start());
const chooseTab = setUpTabs(tab => {
  url.update({tab});
  devices.redraw();
});

const feed = new Feed({
  store,
  loadAlarms: () => alarms.load(),
  onDevices: ids => room.changed(ids),
  onNewAlarm: (alarm, isNews) => {
    alarms.arrived(alarm, isNews);
    if (isNews) alerts.raise(alarm);
  },
  onReady: () => {
    alarms.redraw();
    devices.redraw();
    startMap();
  },
  onProblem: problem => alarms.failed(problem),
  onUnauthorized: problem => signIn.ask(problem),
  onStatus: showConnection,
});

new Search({store, now, onSelect: id => select(id)});
setUpTheme(() => map?.recolour());
document.addEventListener('visibilitychange', () => feed.check());
byId('fit').addEventListener('click', () => {
  map?.fit();
  url.update({view: undefined});
});
chooseTab(url.view.tab);
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
      onStack: ids => {
        chooseTab('devices');
        devices.restrict(ids);
        byId('panel-devices').focus();
      },
      describe,
      onMove: view => url.update({view}),
    });
    room.attach(map);
    if (url.view.view) map.show(url.view.view);
    else map.fit();
    map.select(url.view.device);
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

function select(id) {
  url.update({device: id}, true);
  open(url.view);
}

function open(view) {
  alarms.select(view.device);
  devices.select(view.device);
  map?.select(view.device);
}

function describe(id) {
  const device = store.devices.get(id);
  return device ? [id, workerText(device), STATE_TEXT[store.stateOf(device, now())]].filter(Boolean).join(' · ') : id;
}
