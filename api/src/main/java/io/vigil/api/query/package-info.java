/** What can be asked for, the same in REST and in GraphQL: pages, ranges of time, codes, and the devices in memory. */
package io.vigil.api.query;
