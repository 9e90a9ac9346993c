package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigil.cluster.Declaration.Topic;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclarationReaderTest {

    @Test
    void readsConfigsAsText() throws Exception {
        Declaration declaration = read("""
                {"topics": [{"name": "a", "partitions": 6, "replicationFactor": 3,
                             "configs": {"x": 1, "y": true, "z": null}}]}""");

        assertThat(declaration.topics())
                .isEqualTo(List.of(new Topic(
                        "a",
                        6,
                        (short) 3,
                        Map.of("x", Optional.of("1"), "y", Optional.of("true"), "z", Optional.empty()))));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"topicz": []}                                                              | topicz: unknown key
            {"topics": {}}                                                              | topics: must be a list
            {"topics": [{"partitions": 1, "replicationFactor": 1}]}                     | topics[0].name: is missing
            {"topics": [{"name": "a", "partitions": "six", "replicationFactor": 1}]}      | topics[0].partitions: must be a whole number
            {"topics": [{"name": "a", "partitions": 1.5, "replicationFactor": 1}]}      | topics[0].partitions: must be a whole number
            {"topics": [{"name": "a", "partitions": 0, "replicationFactor": 1}]}        | topics[0].partitions: must be 1 or more, is 0
            {"topics": [{"name": "a b", "partitions": 1, "replicationFactor": 1}]}      | topics[0].name: 'a b' is no name of a topic
            {"topics": [{"name": "a", "partitions": 1, "replicationFactor": 1, "configs": {"x": []}}]} | topics[0].configs.x: must be a text
            {"topics_absent": ["a", "__consumer_offsets"]}                              | topics_absent[1]: '__consumer_offsets' is Kafka's own
            {"topics_absent": ["a", "a"]}                                               | topics_absent[1]: 'a' is there twice
            {"cluster_configs": {"ssl.key.password": "x"}}                              | cluster_configs.ssl.key.password: is secret
            {"users": [{"name": "u", "password": "p"}], "users_absent": ["u"]}          | users_absent[0]: 'u' is declared too
            {"users": [{"name": "u", "password": "p", "iterations": 100}]}              | users[0].iterations: must be from 4096 to 16384, is 100
            {"quotas": [{"entity": {"host": "x"}, "limits": {}}]}                       | quotas[0].entity.host: is none of
            {"quotas": [{"entity": {"user": "x"}, "limits": {"producer_byte_rate": "1"}}]} | quotas[0].limits.producer_byte_rate: must be a number
            {"acls": [{"principal": "u", "rules": []}]}                                 | acls[0].principal: 'u' is no principal
            {"acls": [{"principal": "User:u", "rules": [{"resource_type": "topics", "name": "a", "operations": ["read"]}]}]} | acls[0].rules[0].resource_type: must be one of topic, group
            {"acls": [{"principal": "User:u", "rules": [{"resource_type": "topic", "name": "a", "operations": ["any"]}]}]} | acls[0].rules[0].operations[0]: is no operation
            {"acls": [{"principal": "User:u", "rules": [{"resource_type": "topic", "name": "a", "pattern_type": "match", "operations": ["read"]}]}]} | acls[0].rules[0].pattern_type: must be literal or prefixed
            {"acls": [null]}                                                            | acls: must not hold null
            []                                                                          | the file: must be an object
            """)
    void namesTheBadValue(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidDeclarationException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"users": [{"name": "u", "password": 4711}]}
            {"users": [{"name": "u", "password": ["4711"]}]}
            {"users": [{"name": "u", "password": "4711", "iterations": 1}]}
            {"users": [{"name": "u", "password": "4711", "other": 1}]}
            {"users": [{"name": "u", "password": x4711}]}
            {"users": [{"name": "u", "password": "4711
            """)
    void neverTellsAPassword(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidDeclarationException.class)
                .hasMessageNotContaining("4711");
    }

    @Test
    void hidesPasswordsInText() throws Exception {
        assertThat(read("""
                {"users": [{"name": "u", "password": "4711"}]}""").toString()).contains("name=u").doesNotContain("4711");
    }

    private static Declaration read(String json) throws Exception {
        return DeclarationReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
