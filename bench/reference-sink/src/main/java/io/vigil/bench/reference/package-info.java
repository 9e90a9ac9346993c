/** The least that a Connect sink for DynamoDB can do. */
package io.vigil.bench.reference;
