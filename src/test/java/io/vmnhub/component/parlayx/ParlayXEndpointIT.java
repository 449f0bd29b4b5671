// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.fixture.Receiver;
import org.junit.jupiter.api.Test;

/** The component {@code parlayx} in a route, without its Kamelet. */
class ParlayXEndpointIT {

    private static final String CONFIRMED = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
            + "<ns:notifySmsReceptionResponse "
            + "xmlns:ns=\"http://www.csapi.org/schema/parlayx/sms/notification/v2_2/local\"/>"
            + "</s:Body></s:Envelope>";

    @Test
    void aRouteTellsTheServiceInThePathAndItsResponseConfirms() throws Exception {
        try (Receiver receiver = Receiver.behaving(request ->
                        request.response().putHeader("Content-Type", "text/xml").end(CONFIRMED));
                ConnectorHub hub =
                        new ConnectorHub().routes("""
                        - route:
                            from:
                              uri: direct:acme
                              steps:
                                - to:
                                    uri: parlayx:%s
                                    parameters:
                                      correlator: RAW(acme & sons)
                                      allowPrivateTargets: true
                                      username: acme
                                      password: a&b=c%%41+d
                        """.formatted(receiver.url())).start()) {
            assertThat(hub.sendAndWait("direct:acme").getException()).isNull();
            Receiver.Received received = receiver.received().get(0);
            assertThat(received.body()).contains("correlator>acme &amp; sons</");
            assertThat(received.headers().get("authorization"))
                    .as("acme:a&b=c%41+d")
                    .isEqualTo("Basic YWNtZTphJmI9YyU0MStk");
        }
    }

    @Test
    void wrongOptionsAreFoundBeforeTheRouteStarts() throws Exception {
        try (ConnectorHub hub = new ConnectorHub()) {
            assertThatThrownBy(() -> hub.context().getEndpoint("parlayx:https://a.example/sms"))
                    .rootCause()
                    .hasMessageContaining("correlator is missing");
            assertThatThrownBy(() ->
                            hub.context().getEndpoint("parlayx:https://a.example/sms?correlator=a&soapVersion=1.3"))
                    .rootCause()
                    .hasMessageContaining("must be 1.1 or 1.2");
            assertThatThrownBy(() -> hub.context().getEndpoint("parlayx:ftp://a.example/sms?correlator=a"))
                    .rootCause()
                    .hasMessageContaining("not an absolute http or https URL");
        }
    }
}
