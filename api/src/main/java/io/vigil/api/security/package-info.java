/** Who may see what: authentication, scopes, limits, headers, and what an answer to a refused request looks like. */
package io.vigil.api.security;
