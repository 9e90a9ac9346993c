package io.vigil.api.history;

import io.vigil.schemas.EventTable;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the tables are, and what they are called.
 *
 * @param endpoint a URL; {@code aws} for AWS's own of the region
 * @param region of AWS
 * @param eventsTable the table of the topic {@code events}
 * @param alarmsTable the table of the topic {@code alarms}
 * @param partitionKey the attribute of both that holds the device id
 * @param sortKey the attribute of both, and of the index, that holds {@link EventTable#sortKey}
 * @param timeout for one request with its retries
 */
@ConfigurationProperties("vigil.dynamodb")
record DynamoDbProperties(
        @DefaultValue("aws") String endpoint,
        @DefaultValue("us-east-1") String region,
        @DefaultValue(EventTable.EVENTS) String eventsTable,
        @DefaultValue(EventTable.ALARMS) String alarmsTable,
        @DefaultValue(EventTable.DEVICE_ID) String partitionKey,
        @DefaultValue(EventTable.EVENT_TIME) String sortKey,
        @DefaultValue("5s") Duration timeout) {

    private static final String AWS = "aws";

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if the endpoint is no URL, or the timeout is not positive
     */
    DynamoDbProperties {
        if (!AWS.equals(endpoint) && !isUrl(endpoint)) {
            throw new IllegalArgumentException("vigil.dynamodb.endpoint is '" + endpoint
                    + "', must be a URL such as http://127.0.0.1:8000, or 'aws'");
        }
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("vigil.dynamodb.timeout is " + timeout + ", must be more than zero");
        }
    }

    /** Empty for AWS's own. */
    Optional<URI> endpointUrl() {
        return AWS.equals(endpoint) ? Optional.empty() : Optional.of(URI.create(endpoint));
    }

    String name(HistoryTable table) {
        return table == HistoryTable.ALARMS ? alarmsTable : eventsTable;
    }

    private static boolean isUrl(String text) {
        try {
            URI url = URI.create(text);
            return url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
