/** What the API says of events and devices, in JSON and in GraphQL alike. */
package io.vigil.api.model;
