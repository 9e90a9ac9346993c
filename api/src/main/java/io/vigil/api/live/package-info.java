/** What the topics say now: the last known devices, the newest alarms, and the stream of both. */
package io.vigil.api.live;
