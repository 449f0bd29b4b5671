// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretsTest {

    /** The example of the specification's own libraries. */
    @Test
    void theSignatureIsThatOfTheReferenceLibraries() {
        assertThat(new SigningSecrets("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                        .sign(
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                1614265330L,
                                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void everySecretSignsWhileOneIsReplaced() {
        assertThat(new SigningSecrets(
                                " whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw  whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ")
                        .sign("a", 1, new byte[0])
                        .split(" "))
                .hasSize(2)
                .allMatch(one -> one.startsWith("v1,"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret-of-mine", "whsec_", "whsec_c2hvcnQ=", "whsec_not*base64"})
    void whatIsNoSecretIsRefusedWithoutBeingShown(String secret) {
        assertThatThrownBy(() -> new SigningSecrets(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("24 to 64 octets")
                .message()
                .doesNotContain(secret.equals("whsec_") ? "whsec_\"" : secret);
    }
}
