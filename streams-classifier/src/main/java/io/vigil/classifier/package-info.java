/** The Kafka Streams application that tells alarms from routine events as they arrive. */
package io.vigil.classifier;
