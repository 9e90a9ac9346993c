/** Breaks the parts of a running stack on purpose, under load, and looks whether anything was lost. */
package io.vigil.bench.faults;
