import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fixAt, fixesOf, parts} from '../../main/resources/static/js/track.js';

const fix = minutes => ({ms: minutes * 60_000, alarm: false, longitude: minutes, latitude: 0});

test('events without a position are not on the track', () => {
  const time = '2026-11-25T10:00:00.000Z';

  assert.equal(fixesOf([{time, latitude: 1, longitude: 2}, {time}]).length, 1);
});

test('the marker stands where the device was last known to be', () => {
  const fixes = [fix(0), fix(10)];

  assert.equal(fixAt(fixes, 9 * 60_000), fixes[0]);
  assert.equal(fixAt(fixes, 10 * 60_000), fixes[1]);
  assert.equal(fixAt(fixes, -1), undefined);
});

test('a track is broken where nobody knows the way', () => {
  const {ways, gaps} = parts([fix(0), fix(5), fix(60), fix(65)]);

  assert.deepEqual([ways.map(way => way.length), gaps.length], [[2, 2], 1]);
});
