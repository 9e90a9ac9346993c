/**
 * Starts the real parts (broker, registry, DynamoDB Local, Connect, classifier) as processes on one machine.
 * {@link io.vigil.stack.LocalStack} is the public face.
 */
package io.vigil.stack;
