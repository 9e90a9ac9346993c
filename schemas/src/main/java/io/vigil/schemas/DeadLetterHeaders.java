package io.vigil.schemas;

/** The headers of a record in {@link Topics#DEVICE_EVENTS_DLQ}, all UTF-8 text, that say why it is there. */
public final class DeadLetterHeaders {

    /** {@link RejectionReason#label()}. */
    public static final String REASON = "vigil.reason";

    /** One sentence for whoever looks into it, without the record's content. */
    public static final String DETAIL = "vigil.detail";

    private DeadLetterHeaders() {}
}
