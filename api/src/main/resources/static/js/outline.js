/** Rings of countries as a flat map can draw them. Pure. */

/** The latitude at which the square of EPSG:3857 ends, degrees. */
const EDGE_LATITUDE = 85.0511;

/**
 * The file's rings run on across the antimeridian, and around the pole. Here they go on beyond 180 degrees instead of
 * jumping to the other side of the map, and a ring around the south pole is closed along the map's edge.
 * @param {number[][]} ring longitude and latitude, degrees
 * @returns {number[][]}
 */
export function unwrapped(ring) {
  const result = [];
  let turns = 0;
  let previous = ring[0][0];
  for (const [longitude, latitude] of ring) {
    if (longitude - previous > 180) turns--;
    else if (previous - longitude > 180) turns++;
    previous = longitude;
    result.push([longitude + turns * 360, Math.max(-EDGE_LATITUDE, Math.min(EDGE_LATITUDE, latitude))]);
  }
  if (turns === 0) return result;
  const [first, last] = [result[0], result.at(-1)];
  return [...result, [last[0], -EDGE_LATITUDE], [first[0], -EDGE_LATITUDE], first];
}
