package io.vigil.bench;

/**
 * What one contestant made of {@link HotKeys}.
 *
 * @param keys that it wrote, again and again
 * @param requests that wrote them
 * @param staleKeys of them that hold an older version in the end than was written before
 */
record KeyOrder(String contestant, int records, long keys, long requests, long staleKeys) {}
