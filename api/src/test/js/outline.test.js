import assert from 'node:assert/strict';
import {test} from 'node:test';
import {unwrapped} from '../../main/resources/static/js/outline.js';

test('a ring across the antimeridian goes on instead of jumping', () => {
  const ring = [[170, 60], [-170, 60], [-170, 70], [170, 70], [170, 60]];

  assert.deepEqual(unwrapped(ring).map(([longitude]) => longitude), [170, 190, 190, 170, 170]);
});

test('a ring around the south pole is closed along the edge of the map', () => {
  const ring = [[-90, -70], [0, -70], [90, -70], [180, -70], [-90, -70]];

  const result = unwrapped(ring);

  assert.deepEqual(result.at(-1), result[0]);
  assert.ok(result.some(([, latitude]) => latitude < -85));
});
