/** The classifier's job in Spark Structured Streaming. */
package io.vigil.bench.spark;
