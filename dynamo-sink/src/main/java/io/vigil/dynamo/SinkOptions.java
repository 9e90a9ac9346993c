package io.vigil.dynamo;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.regions.Region;

/**
 * What the options of the connector say, in types, for each part of a task that asks.
 *
 * @param connection to DynamoDB
 * @param tables of the topics
 * @param items what becomes of a record
 * @param writing how items are written
 */
record SinkOptions(ConnectionOptions connection, TableOptions tables, ItemOptions items, WriteOptions writing) {

    /** What becomes of a record without a value. */
    enum NullValues {
        IGNORE,
        DELETE,
        FAIL,
        REPORT
    }

    /** What becomes of a record that can never be an item. */
    enum MalformedRecords {
        REPORT,
        FAIL
    }

    /** How items are written. */
    enum WriteMode {
        BATCH,
        CONDITIONAL
    }

    /**
     * The way to DynamoDB.
     *
     * @param region where it is not the one that the AWS SDK finds
     * @param endpoint where it is not AWS's
     * @param credentials where they are not those that the AWS SDK finds
     * @param role to assume with them
     * @param requestTimeout for one request
     * @param maxRequests at a time
     */
    record ConnectionOptions(
            Optional<Region> region,
            Optional<URI> endpoint,
            Optional<AwsCredentials> credentials,
            Optional<Role> role,
            Duration requestTimeout,
            int maxRequests) {}

    /**
     * A role of AWS IAM.
     *
     * @param arn its name
     * @param sessionName by which AWS's logs know who has assumed it
     * @param externalId where whoever owns the role asks for one
     */
    record Role(String arn, String sessionName, Optional<String> externalId) {}

    /**
     * The tables.
     *
     * @param nameFormat the name of a table, with {@code ${topic}} in it
     * @param byTopic the tables of the topics that have one of another name
     * @param autoCreate whether a missing table is created
     */
    record TableOptions(String nameFormat, Map<String, String> byTopic, boolean autoCreate) {

        String tableOf(String topic) {
            return Optional.ofNullable(byTopic.get(topic)).orElseGet(() -> nameFormat.replace("${topic}", topic));
        }
    }

    /**
     * The items.
     *
     * @param partitionKey of all tables
     * @param sortKey where the tables have one
     * @param onNullValue what becomes of a record without a value
     * @param onMalformedRecord what becomes of a record that can never be an item
     * @param kafkaAttributes where items keep topic, partition and offset
     * @param versions where writes are conditional
     * @param expiry where items expire
     */
    record ItemOptions(
            KeyAttribute partitionKey,
            Optional<KeyAttribute> sortKey,
            NullValues onNullValue,
            MalformedRecords onMalformedRecord,
            Optional<KafkaAttributes> kafkaAttributes,
            Optional<Versions> versions,
            Optional<Expiry> expiry) {}

    /**
     * How an older item is told from a newer one.
     *
     * @param source of the version
     * @param attribute that keeps it; unused for an offset, which the {@link KafkaAttributes} keep
     */
    record Versions(RecordNumber source, String attribute) {}

    /**
     * One of the two attributes that make a key.
     *
     * @param field where a record has it
     * @param attribute what the table calls it
     */
    record KeyAttribute(String field, String attribute) {}

    /**
     * The writing.
     *
     * @param batchSize items in a request
     * @param maxInFlight requests at a time
     * @param maxRetries tries in a row without progress
     * @param backoff the longest pause before the first retry
     * @param maxBackoff the longest pause before any retry
     * @param unitsPerSecond of write capacity that a task uses at most; 0 for no limit
     */
    record WriteOptions(
            int batchSize,
            int maxInFlight,
            int maxRetries,
            Duration backoff,
            Duration maxBackoff,
            int unitsPerSecond) {}
}
