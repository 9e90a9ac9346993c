/** DynamoDB Local as a process of its own. */
package io.vigil.stack.dynamodb;
