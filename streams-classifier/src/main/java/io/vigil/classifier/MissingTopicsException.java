package io.vigil.classifier;

import java.util.Set;
import org.apache.kafka.common.KafkaException;

/** Topics that do not exist. None is ever created by accident: partitions and replication are somebody's decision. */
final class MissingTopicsException extends KafkaException {

    private static final long serialVersionUID = 1L;

    MissingTopicsException(Set<String> topics) {
        super("These topics do not exist: " + String.join(", ", topics) + ". Create them and start again.");
    }
}
