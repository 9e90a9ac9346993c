package io.vigil.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.api.security.SecurityProperties.ApiKey;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

    private static final Set<Scope> SCOPES = Set.of(Scope.ALARMS_READ);

    @Test
    void findsAKeyByItsHash() {
        String first = ApiKeys.generate();
        String second = ApiKeys.generate();
        ApiKeys keys = new ApiKeys(List.of(
                new ApiKey("first", ApiKeys.hash(first), SCOPES),
                new ApiKey("second", ApiKeys.hash(second).toUpperCase(Locale.ROOT), SCOPES)));

        assertThat(keys.find(first)).map(ApiKey::name).contains("first");
        assertThat(keys.find(second)).map(ApiKey::name).contains("second");
        assertThat(keys.find(ApiKeys.generate())).isEmpty();
        assertThat(keys.find(ApiKeys.hash(first))).isEmpty();
        assertThat(keys.find("")).isEmpty();
    }

    @Test
    void hashesAsAnyToolDoes() {
        // printf vigil_test | sha256sum
        assertThat(ApiKeys.hash("vigil_test"))
                .isEqualTo("89f767ca48be57bc72033a460fa884e5211ff0d8f3ced4bc9bb89de0eda8e74e");
    }

    @Test
    void keepsKeysApartFromJwts() {
        assertThat(ApiKeys.isKey(ApiKeys.generate())).isTrue();
        assertThat(ApiKeys.isKey("eyJhbGciOiJSUzI1NiJ9.e30.c2ln")).isFalse();
    }
}
