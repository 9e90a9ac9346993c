/** The HTTP interface below {@code /api/v1}, and its description. */
package io.vigil.api.rest;
