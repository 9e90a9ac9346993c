package io.vigil.stack;

import io.vigil.schemas.EventTable;
import io.vigil.schemas.Topics;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Sets up the connectors that write to DynamoDB, through Connect's REST API. Alarms and events have a connector each, so
 * that a flood of routine events never delays an alarm. Their settings are in {@code sink-connector.properties}.
 */
final class SinkConnectors {

    private final Endpoints endpoints;
    private final ConnectWorker worker;

    SinkConnectors(Endpoints endpoints) {
        this.endpoints = endpoints;
        this.worker = new ConnectWorker(endpoints.connectUrl());
    }

    /** Where a connector sets aside what it can never write. */
    static String deadLetters(String topic) {
        return topic + ".sink-dlq";
    }

    /**
     * Makes both, or brings their settings up to date, and returns when connectors and tasks run.
     *
     * @throws StackException when Connect refuses the settings, or one fails or does not run in time
     */
    void register() throws InterruptedException {
        worker.configure("vigil-alarms", settings(Topics.ALARMS, EventTable.ALARMS));
        worker.configure("vigil-events", settings(Topics.EVENTS, EventTable.EVENTS));
        worker.awaitRunning("vigil-alarms");
        worker.awaitRunning("vigil-events");
    }

    private Map<String, String> settings(String topic, String table) {
        String text = Resources.text(
                "sink-connector.properties",
                Map.of(
                        "topic",
                        topic,
                        "table",
                        table,
                        "deadLetters",
                        deadLetters(topic),
                        "copies",
                        Integer.toString(endpoints.brokers().size()),
                        "registryUrl",
                        endpoints.registryUrl(),
                        "dynamoDbEndpoint",
                        endpoints.dynamoDbEndpoint()));
        Properties settings = new Properties();
        try {
            settings.load(new StringReader(text));
        } catch (IOException e) {
            throw new IllegalStateException("sink-connector.properties is not what it should be", e);
        }
        return settings.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, settings::getProperty));
    }
}
