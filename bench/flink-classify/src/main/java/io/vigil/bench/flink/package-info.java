/** The classifier's job in Apache Flink. */
package io.vigil.bench.flink;
