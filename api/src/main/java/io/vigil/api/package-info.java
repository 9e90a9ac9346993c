/** REST, GraphQL and the live stream of what devices report, and the page that shows it on a map. */
package io.vigil.api;
