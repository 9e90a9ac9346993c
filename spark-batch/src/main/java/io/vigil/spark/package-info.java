/** Replays events from CSV files into the topics, with Spark. */
package io.vigil.spark;
