/** The sink's job in Apache Flink. */
package io.vigil.bench.flinksink;
