/** What is drawn for a grid's cells: the ones in sight, and no two on top of each other. Pure. */

/** @typedef {{x: number, y: number, count: number, silent: number, cells: import('./grid.js').Cell[]}} Group pixels */

/** A symbol whose middle is outside may still reach into the map by this, pixels. */
const MARGIN = 30;

/**
 * @param {import('./grid.js').Grid} grid
 * @param {(x: number, y: number) => [number, number]} toPixel from metres of EPSG:3857
 * @param {number} width of the map, pixels
 * @param {number} height of the map, pixels
 * @returns {Group[]} a group for each cell in sight
 */
export function visibleGroups(grid, toPixel, width, height) {
  const groups = [];
  for (const cell of grid.cells.values()) {
    const count = cell.ids.size;
    const [x, y] = toPixel(cell.sumX / count, cell.sumY / count);
    if (x > -MARGIN && y > -MARGIN && x < width + MARGIN && y < height + MARGIN) groups.push({x, y, count, silent: cell.silent, cells: [cell]});
  }
  return groups;
}

/**
 * Neighbours in a grid may sit side by side at their common border: the larger one takes the smaller one in.
 * @param {Group[]} groups
 * @param {number} apart pixels that two of them are apart in the end
 * @returns {Group[]}
 */
export function parted(groups, apart) {
  const placed = new Map();
  const kept = [];
  for (const group of groups.sort((a, b) => b.count - a.count)) {
    const column = Math.floor(group.x / apart);
    const row = Math.floor(group.y / apart);
    const host = neighbour(placed, column, row, group, apart);
    if (host) {
      host.count += group.count;
      host.silent += group.silent;
      host.cells.push(...group.cells);
    } else {
      const key = `${column},${row}`;
      // Two may be far enough apart and still in one square, at its opposite corners.
      if (placed.has(key)) placed.get(key).push(group);
      else placed.set(key, [group]);
      kept.push(group);
    }
  }
  return kept;
}

function neighbour(placed, column, row, {x, y}, apart) {
  for (let c = column - 1; c <= column + 1; c++) {
    for (let r = row - 1; r <= row + 1; r++) {
      const near = placed.get(`${c},${r}`)?.find(other => Math.hypot(other.x - x, other.y - y) < apart);
      if (near) return near;
    }
  }
  return undefined;
}
