/** What DynamoDB holds: a device's events and alarms, and the newest alarms of all devices. Queries only, no scan. */
package io.vigil.api.history;
