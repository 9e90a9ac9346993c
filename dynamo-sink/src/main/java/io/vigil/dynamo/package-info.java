/** A Kafka Connect sink for DynamoDB. */
package io.vigil.dynamo;
