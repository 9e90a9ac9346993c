package io.vigil.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigil.events.DeviceEvent;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaRegistryClientTest {

    private static final Schema SCHEMA = DeviceEvent.getClassSchema();

    private final RegistryStub registry = new RegistryStub();

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void asksOnceForAnId() {
        int id = registry.add(SCHEMA);

        try (SchemaRegistryClient client = client(Map.of())) {
            assertThat(client.schemaById(id)).contains(SCHEMA);
            assertThat(client.schemaById(id)).contains(SCHEMA);
        }

        assertThat(registry.requests()).containsExactly("GET /schemas/ids/" + id);
    }

    @Test
    void doesNotAskForAnUnknownIdAgainAndAgain() {
        try (SchemaRegistryClient client = client(Map.of())) {
            assertThat(client.schemaById(42)).isEmpty();
            assertThat(client.schemaById(42)).isEmpty();
        }

        assertThat(registry.requests()).containsExactly("GET /schemas/ids/42");
    }

    @Test
    void registersOnce() {
        try (SchemaRegistryClient client = client(Map.of())) {
            int id = client.register("device-events-value", SCHEMA);

            assertThat(client.register("device-events-value", SCHEMA)).isEqualTo(id);
        }

        assertThat(registry.requests()).containsExactly("POST /subjects/device-events-value/versions");
    }

    /** Apicurio's, just behind its start: "An artifact with ID 'device-events-value' in group 'null' already exists." */
    @Test
    void takesTheIdOfASchemaThatIsRefusedAsThereAlready() {
        int id = registry.add(SCHEMA);
        registry.refuseVersions();

        try (SchemaRegistryClient client = client(Map.of())) {
            assertThat(client.register("device-events-value", SCHEMA)).isEqualTo(id);
        }
    }

    @Test
    void saysWhatTheRegistrySaidOfASchemaThatDoesNotFit() {
        registry.refuseVersions();

        try (SchemaRegistryClient client = client(Map.of())) {
            assertThatThrownBy(() -> client.register("device-events-value", SCHEMA))
                    .isInstanceOfSatisfying(
                            RegistryRequestException.class,
                            refused -> assertThat(refused.status()).isEqualTo(409));
        }
    }

    @Test
    void triesAgainWhenTheRegistryIsNotWell() {
        int id = registry.add(SCHEMA);
        registry.failNext(2);

        try (SchemaRegistryClient client = client(Map.of())) {
            assertThat(client.schemaById(id)).isPresent();
        }

        assertThat(registry.requests()).hasSize(3);
    }

    @Test
    void givesUpAsRetriableAndKnowsNothingByIt() {
        int id = registry.add(SCHEMA);
        registry.failNext(3);

        try (SchemaRegistryClient client = client(Map.of())) {
            assertThatThrownBy(() -> client.schemaById(id))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining(registry.url());
            assertThat(client.schemaById(id)).isPresent();
        }
    }

    @Test
    void asksTheNextUrlWhenOneDoesNotAnswer() {
        RegistryStub gone = new RegistryStub();
        gone.close();
        int id = registry.add(SCHEMA);

        try (SchemaRegistryClient client =
                client(Map.of("schema.registry.url", gone.url() + "," + registry.url() + "/"))) {
            assertThat(client.schemaById(id)).isPresent();
        }
    }

    @Test
    void sendsCredentialsFromTheUserInfoOrTheUrl() {
        Map<String, Object> userInfo =
                Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "vigil:secret");
        Map<String, Object> inUrl =
                Map.of("schema.registry.url", registry.url().replace("http://", "http://vigil:secret@"));

        try (SchemaRegistryClient first = client(userInfo);
                SchemaRegistryClient second = client(inUrl)) {
            first.schemaById(1);
            second.schemaById(1);
        }

        assertThat(registry.authorizations()).containsExactly("Basic dmlnaWw6c2VjcmV0", "Basic dmlnaWw6c2VjcmV0");
    }

    @Test
    void neverShowsAPassword() {
        Map<String, Object> configs = Map.of("schema.registry.url", "http://vigil:secret@127.0.0.1:1");

        try (SchemaRegistryClient client = client(configs)) {
            assertThatThrownBy(() -> client.schemaById(1))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void refusesWrongSettingsByName() {
        assertThatThrownBy(() -> SchemaRegistryClient.create(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url");
        assertThatThrownBy(() -> client(Map.of("schema.registry.url", "registry:8081")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url");
        assertThatThrownBy(() -> client(Map.of("basic.auth.credentials.source", "USER_INFO")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("basic.auth.user.info");
    }

    private SchemaRegistryClient client(Map<String, Object> configs) {
        Map<String, Object> all = new HashMap<>(registry.clientProperties());
        all.putAll(configs);
        return SchemaRegistryClient.create(all);
    }
}
