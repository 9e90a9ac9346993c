/**
 * The data contracts of Vigil, and nothing else: what an event is, when it is valid, whether it is an alarm, how it
 * lies in a topic and how it lies in a table. The only module that the running parts share.
 */
package io.vigil.schemas;
