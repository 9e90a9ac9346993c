package io.vigil.dynamo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.sink.SinkRecord;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What became of items that were sent: those in neither are done, that is written, or skipped for being older than what
 * the table has.
 *
 * @param unwritten to be sent again
 * @param rejected never to be sent again
 * @param reason why there are unwritten ones, in words
 */
record Outcome(List<ItemWrite> unwritten, Map<SinkRecord, Exception> rejected, String reason) {

    static Outcome done() {
        return new Outcome(List.of(), Map.of(), "");
    }

    static Outcome unwritten(List<ItemWrite> writes, String reason) {
        return new Outcome(writes, Map.of(), reason);
    }

    static Outcome rejected(ItemWrite write, Exception reason) {
        return new Outcome(List.of(), Map.of(write.record(), reason), "");
    }

    /** The outcome of a batch of which DynamoDB left some unprocessed. */
    static Outcome unprocessed(List<ItemWrite> batch, Map<String, List<WriteRequest>> unprocessed) {
        Set<String> keyNames = batch.get(0).key().attributes().keySet();
        Set<ItemWrite.Key> left = new HashSet<>();
        unprocessed.forEach(
                (table, requests) -> requests.forEach(request -> left.add(keyOf(table, request, keyNames))));
        List<ItemWrite> unwritten =
                batch.stream().filter(write -> left.contains(write.key())).toList();
        // Should one be spelled in another way than it was sent, all are sent again, as none may be taken for written.
        return unwritten(unwritten.size() == left.size() ? unwritten : batch, "DynamoDB left items unprocessed");
    }

    /** All of them as one. */
    static Outcome all(List<Outcome> outcomes) {
        List<ItemWrite> unwritten = new ArrayList<>();
        Map<SinkRecord, Exception> rejected = new LinkedHashMap<>();
        String reason = "";
        for (Outcome outcome : outcomes) {
            unwritten.addAll(outcome.unwritten);
            rejected.putAll(outcome.rejected);
            reason = outcome.reason.isEmpty() ? reason : outcome.reason;
        }
        return new Outcome(unwritten, rejected, reason);
    }

    private static ItemWrite.Key keyOf(String table, WriteRequest request, Set<String> keyNames) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>(
                request.putRequest() == null
                        ? request.deleteRequest().key()
                        : request.putRequest().item());
        attributes.keySet().retainAll(keyNames);
        return new ItemWrite.Key(table, attributes);
    }
}
