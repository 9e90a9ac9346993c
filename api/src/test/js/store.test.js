import assert from 'node:assert/strict';
import {test} from 'node:test';
import {MAX_ALARMS, Store} from '../../main/resources/static/js/store.js';

const device = (revision, more = {}) => ({deviceId: 'bls-1', time: '2026-11-25T11:00:00.000Z', code: 1, kind: 'TIME_REPORT', revision, ...more});
const alarm = (time, id = `bls-1/${time}#6`) => ({id, deviceId: 'bls-1', time, code: 6, kind: 'SOS', alarm: true});
const at = Date.parse('2026-11-25T11:00:00.000Z');

test('a lower revision of a device is ignored', () => {
  const store = new Store();

  assert.equal(store.putDevice(device(5, {code: 2})), true);
  assert.equal(store.putDevice(device(4)), false);
  assert.equal(store.putDevice(device(5)), false);

  assert.equal(store.devices.get('bls-1').code, 2);
});

test('an alarm that comes twice is there once', () => {
  const store = new Store();

  assert.equal(store.putAlarm(alarm('2026-11-25T11:00:00.000Z')), true);
  assert.equal(store.putAlarm(alarm('2026-11-25T11:00:00.000Z')), false);

  assert.equal(store.alarms.length, 1);
});

test('alarms are newest first, in whatever order they come', () => {
  const store = new Store();
  const times = ['11:00:02', '11:00:00', '11:00:03', '11:00:01'].map(clock => `2026-11-25T${clock}.000Z`);

  for (const time of times) store.putAlarm(alarm(time));

  assert.deepEqual(store.alarms.map(a => a.time), [...times].sort().reverse());
});

test('the oldest alarms go when there are too many', () => {
  const store = new Store();

  for (let i = 0; i <= MAX_ALARMS; i++) store.putAlarm(alarm(new Date(at + i).toISOString()));

  assert.equal(store.alarms.length, MAX_ALARMS);
  assert.equal(store.hasAlarm(alarm(new Date(at).toISOString()).id), false);
});

test('after a reset a lower revision counts, and what nobody names any more is gone', () => {
  const store = new Store();
  store.putDevice(device(900));
  store.putDevice(device(7, {deviceId: 'bls-2'}));

  store.beginReload();
  assert.equal(store.devices.size, 2);
  assert.equal(store.putDevice(device(1, {code: 2})), true);

  assert.deepEqual(store.endReload(), ['bls-2']);
  assert.equal(store.devices.get('bls-1').code, 2);
});

test('a state follows the time', () => {
  const store = new Store({alarmForSeconds: 3600, silentAfterSeconds: 900});
  store.putDevice(device(1, {alarmTime: '2026-11-25T11:00:00.000Z', alarmCode: 6, alarmKind: 'SOS'}));
  store.putDevice(device(1, {deviceId: 'bls-2'}));
  const [alarmed, quiet] = [store.devices.get('bls-1'), store.devices.get('bls-2')];

  assert.equal(store.stateOf(alarmed, at + 3_600_000), 'ALARM');
  assert.equal(store.stateOf(alarmed, at + 3_600_001), 'SILENT');
  assert.equal(store.stateOf(quiet, at + 900_000), 'OK');
  assert.equal(store.stateOf(quiet, at + 900_001), 'SILENT');
});
