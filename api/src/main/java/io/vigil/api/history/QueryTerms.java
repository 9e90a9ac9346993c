package io.vigil.api.history;

import io.vigil.api.query.Codes;
import io.vigil.schemas.EventTable;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** The expressions of one query, with their names and values, for any names that attributes may have. */
final class QueryTerms {

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();
    private String key;
    private String filter; // null for none, as the request has it

    /** Items with this partition key. */
    QueryTerms(String partitionKey, String value) {
        names.put("#partition", partitionKey);
        values.put(":partition", AttributeValue.fromS(value));
        key = "#partition = :partition";
    }

    /** Only those with sort keys from one to the other, both inclusive. */
    QueryTerms between(String sortKey, String first, String last) {
        names.put("#sort", sortKey);
        values.put(":first", AttributeValue.fromS(first));
        values.put(":last", AttributeValue.fromS(last));
        key += " AND #sort BETWEEN :first AND :last";
        return this;
    }

    /** Only those with these codes, and those whose code is no number, which who reads them has to look at. */
    QueryTerms codes(Codes codes) {
        if (codes.all()) {
            return this;
        }
        names.put("#code", EventTable.EVENT);
        values.put(":number", AttributeValue.fromS("N"));
        StringJoiner list = new StringJoiner(", ", "#code IN (", ") OR NOT attribute_type(#code, :number)");
        for (int code : codes.values()) {
            String name = ":code" + values.size();
            values.put(name, AttributeValue.fromN(Integer.toString(code)));
            list.add(name);
        }
        filter = list.toString();
        return this;
    }

    QueryRequest.Builder request(String table) {
        return QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression(key)
                .filterExpression(filter)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values);
    }
}
