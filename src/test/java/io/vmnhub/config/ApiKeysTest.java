// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.api.rest.ApiSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeysTest {

    private static final String HASH = "5b1f8e3f7a3a0d2b7f3f3f0f4a1b2c3d4e5f60718293a4b5c6d7e8f901234567";

    @TempDir
    private Path folder;

    private Map<String, ApplicationSettings> read(String api) throws IOException {
        Files.writeString(folder.resolve("applications.yaml"), "applications:\n  acme:\n    api: " + api + "\n");
        return new ConfigFolder(folder, name -> Optional.empty(), name -> Optional.of(HASH)).applications();
    }

    @Test
    void everyKeyOfTheFullFileIsRead() {
        ApiSettings api = new ConfigFolder(
                        Path.of("src/test/resources/io/vmnhub/config/full"), name -> Optional.empty())
                .applications()
                .get("demo")
                .api()
                .orElseThrow();
        assertThat(api.keys()).containsExactly(new ApiSettings.ApiKey("reader", HASH));
        assertThat(api.jwt()).hasValueSatisfying(jwt -> {
            assertThat(jwt.issuer()).isEqualTo("https://login.example.com/");
            assertThat(jwt.audience()).isEqualTo("vmn-hub");
            assertThat(jwt.subject()).isEqualTo("acme-client");
            assertThat(jwt.algorithm()).isEqualTo("ES256");
            assertThat(jwt.publicKey()).startsWith("-----BEGIN PUBLIC KEY-----");
        });
        assertThat(api.requestsPerSecond()).isEqualTo(20);
        assertThat(api.maxBatchSize()).isEqualTo(30);
        assertThat(api.signingSecrets()).startsWith("whsec_");
        assertThat(api.allowPrivateTargets()).isTrue();
    }

    @Test
    void anIssuerMayPublishItsKeys() {
        assertThat(new ConfigFolder(Path.of("src/test/resources/io/vmnhub/config/full"), name -> Optional.empty())
                        .applications()
                        .get("published")
                        .api()
                        .orElseThrow()
                        .jwt())
                .hasValueSatisfying(jwt -> {
                    assertThat(jwt.keysUrl()).isEqualTo("https://login.example.com/.well-known/jwks.json");
                    assertThat(jwt.publicKey()).isEmpty();
                    assertThat(jwt.algorithm()).isEqualTo("RS256");
                });
    }

    @Test
    void whatIsLeftOutHasTheDocumentedDefault() throws IOException {
        ApiSettings api = read("{keys: [{name: a, sha256: '{{env:HASH}}'}]}")
                .get("acme")
                .api()
                .orElseThrow();
        assertThat(api.requestsPerSecond()).isEqualTo(ApiSettings.REQUESTS_PER_SECOND);
        assertThat(api.maxBatchSize()).isEqualTo(ApiSettings.MAX_BATCH_SIZE);
        assertThat(api.jwt()).isEmpty();
        assertThat(api.signingSecrets()).isEmpty();
        assertThat(api.allowPrivateTargets()).isFalse();
        assertThat(api.keys().get(0).sha256()).isEqualTo(HASH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | keys",
                "{keys: [{name: a, sha256: abc}]} | 64 hex digits",
                "{keys: [{name: a}]} | sha256",
                "{jwt: {issuer: a, audience: b, subject: c, publicKey: none}} | public key in PEM",
                "{jwt: {issuer: a, audience: b, subject: c}} | publicKey or keysUrl",
                "{jwt: {issuer: a, audience: b, subject: c, publicKey: a, keysUrl: 'https://a/'}} | publicKey "
                        + "or keysUrl",
                "{jwt: {issuer: a, audience: b, subject: c, keysUrl: 'ftp://a/'}} | http or https URL"
            })
    void whatIsWrongIsSaidWithItsPlace(String api, String reason) {
        assertThatThrownBy(() -> read(api))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("applications.yaml:3")
                .hasMessageContaining(reason);
    }
}
