/** Clusters points on a grid, one move at a time: an update touches two cells, never all points. Pure. */

/**
 * @typedef {{x: number, y: number, silent: boolean, key: number}} Point `x`, `y` in metres of EPSG:3857
 * @typedef {{ids: Set<string>, sumX: number, sumY: number, silent: number}} Cell
 */

/** Half the width of the world in EPSG:3857, metres. */
const HALF_WORLD = 20_037_508.342789244;

/** Rows are below this: 2^24 cells of 10 px at zoom 20 span the world, and two of them fit an exact number. */
const ROWS = 2 ** 24;

export class Grid {
  /** @type {Map<number, Cell>} */
  cells = new Map();

  /** @type {Map<string, Point>} */
  points = new Map();

  #size;

  /** @param {number} size of a cell, metres of EPSG:3857 */
  constructor(size) {
    this.#size = size;
  }

  /**
   * Adds or moves a point.
   * @param {string} id
   * @param {number} x metres
   * @param {number} y metres
   * @param {boolean} silent
   */
  put(id, x, y, silent) {
    const known = this.points.get(id);
    const key = this.#keyOf(x, y);
    if (known && known.key === key) {
      const cell = this.cells.get(key);
      cell.sumX += x - known.x;
      cell.sumY += y - known.y;
      cell.silent += Number(silent) - Number(known.silent);
      Object.assign(known, {x, y, silent});
      return;
    }
    if (known) this.remove(id);
    const point = {x, y, silent, key};
    this.points.set(id, point);
    this.#join(id, point);
  }

  /** @param {string} id a point's; nothing happens when it is not there */
  remove(id) {
    const point = this.points.get(id);
    if (!point) return;
    this.points.delete(id);
    const cell = this.cells.get(point.key);
    cell.ids.delete(id);
    cell.sumX -= point.x;
    cell.sumY -= point.y;
    cell.silent -= Number(point.silent);
    if (cell.ids.size === 0) this.cells.delete(point.key);
  }

  /** @param {number} size of a cell from now on, metres */
  resize(size) {
    if (size === this.#size) return;
    this.#size = size;
    this.cells = new Map();
    for (const [id, point] of this.points) {
      point.key = this.#keyOf(point.x, point.y);
      this.#join(id, point);
    }
  }

  #join(id, point) {
    let cell = this.cells.get(point.key);
    if (!cell) this.cells.set(point.key, cell = {ids: new Set(), sumX: 0, sumY: 0, silent: 0});
    cell.ids.add(id);
    cell.sumX += point.x;
    cell.sumY += point.y;
    cell.silent += Number(point.silent);
  }

  #keyOf(x, y) {
    const column = Math.floor((x + HALF_WORLD) / this.#size);
    const row = Math.floor((y + HALF_WORLD) / this.#size);
    return column * ROWS + row;
  }
}
