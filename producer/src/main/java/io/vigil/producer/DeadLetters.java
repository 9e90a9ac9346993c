package io.vigil.producer;

import io.vigil.schemas.DeadLetterHeaders;
import io.vigil.schemas.Topics;
import io.vigil.schemas.csv.CsvRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends rows that are no events to {@link Topics#DEVICE_EVENTS_DLQ}, byte for byte, with {@link DeadLetterHeaders}. */
final class DeadLetters implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final Producer<byte[], byte[]> producer;

    DeadLetters(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    static DeadLetters create(Map<String, ?> properties) {
        return new DeadLetters(new KafkaProducer<>(
                EventProducer.settings(properties), new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** Sends a row; the future fails if it is not delivered. */
    CompletableFuture<RecordMetadata> send(String file, CsvRow.Rejected row) {
        List<Header> headers = List.of(
                header(DeadLetterHeaders.REASON, row.reason().label()),
                header(DeadLetterHeaders.DETAIL, row.detail()),
                header(DeadLetterHeaders.SOURCE_FILE, file),
                header(DeadLetterHeaders.SOURCE_LINE, Long.toString(row.line())));
        CompletableFuture<RecordMetadata> delivery = new CompletableFuture<>();
        try {
            producer.send(
                    new ProducerRecord<>(Topics.DEVICE_EVENTS_DLQ, null, null, null, row.bytes(), headers),
                    (metadata, failure) -> {
                        if (failure == null) {
                            delivery.complete(metadata);
                        } else {
                            delivery.completeExceptionally(failure);
                        }
                    });
        } catch (RuntimeException e) {
            delivery.completeExceptionally(e);
        }
        return delivery;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits until all is delivered or has failed. */
    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
