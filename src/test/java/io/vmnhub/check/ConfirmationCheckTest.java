// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.config.Finding;
import io.vmnhub.config.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmationCheckTest {

    private static final String NATS = """
            metadata: {name: nats-sink}
            spec:
              definition:
                properties:
                  topic: {type: string}
                  jetstreamEnabled: {type: boolean, default: false}
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - to:
                        uri: nats:{{topic}}
                        parameters: {jetstreamEnabled: "{{?jetstreamEnabled}}"}
            """;

    @TempDir
    Path folder;

    private List<Finding> hints(String from, String... steps) throws IOException {
        Path kamelet = Files.writeString(folder.resolve("nats-sink.kamelet.yaml"), NATS);
        Path route = Files.writeString(
                folder.resolve("acme.camel.yaml"),
                "- route:\n    from:\n      uri: " + from + "\n      steps:\n        - "
                        + String.join("\n        - ", steps) + "\n");
        return new ConfirmationCheck(List.of(YamlFile.read(kamelet)))
                .hints(List.of(YamlFile.read(route)), Set.of("acme"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "to: kamelet:nats-sink?topic=sms",
                "to: nats:sms",
                "to: {uri: paho-mqtt5:sms, parameters: {qos: 0}}",
                "to: kafka:sms?requestRequiredAcks=0",
                "to: spring-rabbitmq:sms",
                "to: spring-redis:127.0.0.1:6379?command=PUBLISH",
                "to: seda:later"
            })
    void aWayOutThatCannotConfirmIsHintedAtWhenItStandsAlone(String step) throws IOException {
        assertThat(hints("direct:acme", step)).singleElement().satisfies(hint -> {
            assertThat(hint.line()).isEqualTo(5);
            assertThat(hint.message()).startsWith("a message counts as delivered when nobody may have it yet:");
        });
        assertThat(hints("direct:acme", "to: log:acme", step)).hasSize(1);
        assertThat(hints("store:acme", step)).hasSize(1);
        assertThat(hints("kamelet:store-source?application=acme", step)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "to: kamelet:nats-sink?topic=sms&jetstreamEnabled=true",
                "to: {uri: kamelet:nats-sink, parameters: {topic: sms, jetstreamEnabled: true}}",
                "to: nats:sms?jetstreamEnabled=true",
                "to: paho-mqtt5:sms",
                "to: kafka:sms",
                "to: spring-rabbitmq:sms?confirm=enabled",
                "to: spring-redis:127.0.0.1:6379?command=RPUSH",
                "to: kamelet:webhook-sink?url=https://a.example"
            })
    void aWayOutThatConfirmsIsNot(String step) throws IOException {
        assertThat(hints("direct:acme", step)).isEmpty();
    }

    @Test
    void besideOneThatConfirmsNothingIsLost() throws IOException {
        assertThat(hints("direct:acme", "to: kamelet:inbox-sink", "to: nats:sms"))
                .isEmpty();
        assertThat(hints("direct:elsewhere", "to: nats:sms")).isEmpty();
    }
}
