package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.cluster.Declaration.User;
import java.util.Map;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramLoginTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a\"b",
                "\\",
                "\\\"",
                "ends with \\",
                "a\nb\r",
                "\\n",
                "; x=\"y\";",
                "ü 漢",
                " ",
                "//",
                "'"
            })
    void kafkaReadsThePasswordAsItIs(String password) {
        Password config = new Password(ScramLogin.jaas(new User("u" + password, password, null)));

        JaasContext context = JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, config));

        assertThat(context.configurationEntries()).hasSize(1);
        assertThat(context.configurationEntries().get(0).getOptions())
                .isEqualTo(Map.of("username", "u" + password, "password", password));
    }
}
