package io.vigil.bench;

/**
 * What an endpoint has seen since it was reset.
 *
 * @param items distinct keys that are written
 * @param repeated items that were written again
 * @param requests that wrote; 0 where the endpoint does not count them
 * @param maxInFlight most such requests at a time; 0 where the endpoint does not count them
 * @param nanos by the endpoint's clock, from the first of these requests to the last answer
 */
record Counts(long items, long repeated, long requests, int maxInFlight, long nanos) {}
