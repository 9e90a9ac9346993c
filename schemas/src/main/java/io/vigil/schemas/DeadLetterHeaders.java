package io.vigil.schemas;

/** The headers of a record in {@link Topics#DEVICE_EVENTS_DLQ}, all UTF-8 text, that say why it is there. */
public final class DeadLetterHeaders {

    /** {@link RejectionReason#label()}. */
    public static final String REASON = "vigil.reason";

    /** One sentence for whoever looks into it, without the record's content. */
    public static final String DETAIL = "vigil.detail";

    /** The topic that the record came from; the name is Kafka Streams' own (KIP-1034), as are the next two. */
    public static final String SOURCE_TOPIC = "__streams.errors.topic";

    /** The partition that the record came from, decimal. */
    public static final String SOURCE_PARTITION = "__streams.errors.partition";

    /** The offset that the record came from, decimal. */
    public static final String SOURCE_OFFSET = "__streams.errors.offset";

    /** The file that the record came from, as whoever read it names it. */
    public static final String SOURCE_FILE = "vigil.source.file";

    /** The line of the file where the record starts, from 1, decimal. */
    public static final String SOURCE_LINE = "vigil.source.line";

    private DeadLetterHeaders() {}
}
