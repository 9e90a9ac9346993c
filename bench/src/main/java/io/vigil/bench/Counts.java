package io.vigil.bench;

/**
 * What an endpoint has seen since it was reset.
 *
 * @param items distinct keys that are written
 * @param repeated items that were written again
 * @param requests that wrote; 0 where the endpoint does not count them
 * @param maxInFlight most such requests at a time; 0 where the endpoint does not count them
 * @param nanos by the endpoint's clock, from the first of these requests to the last answer
 * @param newestVersions of each key the newest that was ever written, all added up; 0 where items have no versions, or the
 *     endpoint does not look at them
 * @param staleKeys keys that hold an older version than their newest; 0 where nobody looks
 */
record Counts(
        long items, long repeated, long requests, int maxInFlight, long nanos, long newestVersions, long staleKeys) {}
