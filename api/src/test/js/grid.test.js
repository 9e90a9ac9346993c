import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Grid} from '../../main/resources/static/js/grid.js';

const counts = grid => [...grid.cells.values()].map(cell => cell.ids.size).sort();

test('points of one cell are one cluster, and keep their middle', () => {
  const grid = new Grid(100);

  grid.put('a', 1_000, 1_000, false);
  grid.put('b', 1_020, 1_010, true);

  const [cell] = grid.cells.values();
  assert.equal(grid.cells.size, 1);
  assert.deepEqual([cell.sumX / 2, cell.sumY / 2, cell.silent], [1_010, 1_005, 1]);
});

test('a move touches only the cells it leaves and enters', () => {
  const grid = new Grid(100);
  grid.put('a', 1_000, 1_000, true);
  grid.put('b', 1_020, 1_010, false);

  grid.put('a', 9_000, 9_000, false);

  assert.deepEqual(counts(grid), [1, 1]);
  assert.ok([...grid.cells.values()].every(cell => cell.silent === 0));
});

test('after many moves it is as if built afresh', () => {
  const grid = new Grid(50);
  const last = new Map();
  for (let i = 0; i < 5_000; i++) {
    const id = `d${i % 97}`;
    const place = [(i * 7_919) % 1_000, (i * 104_729) % 1_000, i % 3 === 0];
    if (i % 11 === 0) grid.remove(id);
    else grid.put(id, ...place);
    if (i % 11 === 0) last.delete(id);
    else last.set(id, place);
    if (i % 500 === 0) grid.resize(30 + i / 100);
  }

  const fresh = new Grid(75);
  grid.resize(75);
  for (const [id, place] of last) fresh.put(id, ...place);

  const picture = g => [...g.cells].sort(([a], [b]) => a - b).map(([key, cell]) => [key, [...cell.ids].sort(), cell.silent, Math.round(cell.sumX), Math.round(cell.sumY)]);
  assert.deepEqual(picture(grid), picture(fresh));
});
