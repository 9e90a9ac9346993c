/** Judges and changes a Kafka cluster for the playbooks. */
package io.vigil.cluster;
