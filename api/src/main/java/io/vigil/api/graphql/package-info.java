/** The same queries as GraphQL, and those that clients of the tables' earlier API send. */
package io.vigil.api.graphql;
