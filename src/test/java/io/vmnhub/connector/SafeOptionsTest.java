// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeOptionsTest {

    private final SafeOptions options = new SafeOptions();

    @Test
    void aLineGetsTheOptionsThatMakeTheSinkSafeAsFarIndented() {
        assertThat(options.apply("mqtt5-sink", """
                      parameters:
                        brokerUrl: "{{brokerUrl}}"
                        userName: "{{?username}}"
                """)).isEqualTo("""
                      parameters:
                        brokerUrl: "{{brokerUrl}}"  # by vmn-hub: the broker acknowledges; silence is noticed
                        qos: 1
                        connectionTimeout: 5
                        keepAliveInterval: 10
                        userName: "{{?username}}"
                """);
    }

    @Test
    void otherKameletsAndOtherLinesStayAsTheyAre() {
        assertThat(options.apply("nats-sink", "brokerUrl: \"{{brokerUrl}}\"\n"))
                .isEqualTo("brokerUrl: \"{{brokerUrl}}\"\n");
        assertThat(options.apply("mqtt5-sink", "brokerUrl: tcp://a\n")).isEqualTo("brokerUrl: tcp://a\n");
    }
}
