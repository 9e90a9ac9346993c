import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parted} from '../../main/resources/static/js/groups.js';

const group = (x, y, count, silent = 0) => ({x, y, count, silent, cells: [{}]});

test('a group that would cover another is taken in by the larger one', () => {
  const [one, ...others] = parted([group(100, 100, 3, 1), group(110, 100, 20, 2)], 34);

  assert.equal(others.length, 0);
  assert.deepEqual([one.x, one.count, one.silent, one.cells.length], [110, 23, 3, 2]);
});

test('no two groups are nearer than asked for, and nobody is lost', () => {
  const groups = Array.from({length: 400}, (_, i) => group((i * 7_919) % 700, (i * 104_729) % 700, 1 + (i % 9)));
  const total = groups.reduce((sum, {count}) => sum + count, 0);

  const kept = parted(groups, 34);

  assert.equal(kept.reduce((sum, {count}) => sum + count, 0), total);
  for (const [i, a] of kept.entries()) {
    for (const b of kept.slice(i + 1)) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) >= 34);
  }
});
