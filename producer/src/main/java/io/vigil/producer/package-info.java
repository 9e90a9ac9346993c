/** What a device gateway embeds to send events, and a simulated fleet. */
package io.vigil.producer;
