/** The least that a Kafka Streams application can do. */
package io.vigil.bench.streams;
