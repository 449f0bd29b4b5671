// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedPortsTest {

    @Test
    void onlyThePortsThatAreSetAreLedTo() {
        AllowedPorts ports = new AllowedPorts(" 443 8000-8001 ");
        for (String url : new String[] {"https://a/", "http://a:443", "http://a:8000/x", "http://a:8001/"}) {
            assertThatCode(() -> ports.check("notifyURL", URI.create(url)))
                    .as(url)
                    .doesNotThrowAnyException();
        }
        for (String url : new String[] {"http://a/", "http://a:25/", "https://a:8002", "http://a:22"}) {
            assertThatThrownBy(() -> ports.check("notifyURL", URI.create(url)))
                    .as(url)
                    .hasMessageContaining("notifyURL leads to port")
                    .hasMessageContaining("443 8000-8001");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http", "0", "65536", "9-8", "1-", "80;443"})
    void whatIsNoPortIsRefused(String words) {
        assertThatThrownBy(() -> new AllowedPorts(words)).isInstanceOf(IllegalArgumentException.class);
    }
}
