/** Spark's own CSV reader alone. */
package io.vigil.bench.spark;
