// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.fixture.Receiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The component {@code sms-webhook} in a route, without its Kamelet. */
class WebhookEndpointIT {

    private static ConnectorHub hub(String step) {
        return new ConnectorHub().routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to: %s
                """.formatted(step)).start();
    }

    @Test
    void aRoutePostsToTheUrlInThePathAndThe2xxConfirms() throws Exception {
        try (Receiver receiver = Receiver.answering(204);
                ConnectorHub hub = hub("{uri: \"sms-webhook:" + receiver.url() + "/a%20b\", parameters: "
                        + "{allowPrivateTargets: true, format: form, username: acme, password: \"a&b=c%41+d\"}}")) {
            assertThat(hub.sendAndWait("direct:acme").getException()).isNull();
            Receiver.Received received = receiver.received().get(0);
            assertThat(received.uri()).as("what is escaped stays escaped").endsWith("/a%20b");
            assertThat(received.headers().get("content-type")).isEqualTo("application/x-www-form-urlencoded");
            assertThat(received.headers().get("authorization"))
                    .as("acme:a&b=c%41+d")
                    .isEqualTo("Basic YWNtZTphJmI9YyU0MStk");
        }
    }

    @Test
    void aUrlWithAQueryIsGivenByItsOption() throws Exception {
        try (Receiver receiver = Receiver.answering(500);
                ConnectorHub hub = hub("sms-webhook:acme?allowPrivateTargets=true&url=RAW(" + receiver.url()
                        + "/a%2Fb?format=x&k=%26)")) {
            assertThat(hub.sendAndWait("direct:acme").getException())
                    .isInstanceOf(NotConfirmedException.class)
                    .hasMessageEndingWith("answered 500")
                    .hasMessageNotContaining("k=");
            assertThat(receiver.received().get(0).uri()).endsWith("/a%2Fb?format=x&k=%26");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme                                                     | url acme is not an absolute http or "
                        + "https URL",
                "ftp://me:pass@a.example/sms                              | url ftp://a.example/sms is not an absolute",
                "https://a.example/sms?signingSecret=x                    | Unknown parameters",
                "https://a.example/sms?format=xml                         | format xml must be one of message, event",
                "https://a.example/sms?format=template                    | need each other",
                "https://a.example/sms?username=a&bearerToken=b           | only one of username, bearerToken "
                        + "and tokenUrl",
                "https://a.example/sms?maxInFlight=0                      | maxInFlight 0 is not above zero",
                "https://a.example/sms?confirmWithin=0                    | confirmWithin must be longer than nothing",
                "https://a.example/sms?errors=RAW(404=nonsense)           | errors holds '404=nonsense'",
                "https://a.example/sms?trustedCertificates=nowhere.pem    | nowhere.pem cannot be read",
            })
    void wrongOptionsAreFoundBeforeTheRouteStarts(String path, String words) throws Exception {
        try (ConnectorHub hub = new ConnectorHub()) {
            assertThatThrownBy(() -> hub.context().getEndpoint("sms-webhook:" + path))
                    .rootCause()
                    .hasMessageContaining(words);
        }
    }
}
