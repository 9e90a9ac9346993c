/** Benchmarks: each part beside a reference, on one machine in one run. */
package io.vigil.bench;
