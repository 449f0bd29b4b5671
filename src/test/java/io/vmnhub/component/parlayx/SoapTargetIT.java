// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.HttpServerRequest;
import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Messages;
import io.vmnhub.exchange.HubFolder;
import io.vmnhub.fixture.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.cxf.binding.soap.SoapFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint cxf: of a route, with a bean of the hub's: the calls are as safe as those of parlayx-sink. */
class SoapTargetIT {

    private static final String PAGED = "<paged xmlns=\"urn:test:pager\">1</paged>";

    private static ConnectorHub hub(String url, String bean, String parameters) {
        return new ConnectorHub()
                .bind(HubFolder.NAME, Path.of("src/test/resources"))
                .routes("""
                - beans:
                    - name: pager
                      type: "#class:io.vmnhub.component.parlayx.SoapTarget"
                      properties: {confirmWithin: 20s%s}
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - setBody:
                            constant: <%s xmlns="urn:test:pager"/>
                        - to:
                            uri: cxf:%s
                            parameters:
                              cxfConfigurer: "#pager"
                              wsdlURL: soap/pager.wsdl
                              serviceName: "{urn:test:pager}PagerService"
                              portName: "{urn:test:pager}PagerPort"
                              defaultOperationNamespace: urn:test:pager
                              dataFormat: PAYLOAD
                              %s
                """.formatted(
                                bean.contains("allowPrivateTargets") ? bean : bean + ", allowPrivateTargets: true",
                                parameters.contains("shout") ? "shout" : "page",
                                url,
                                parameters))
                .start();
    }

    private static Consumer<HttpServerRequest> answering(int status, String body) {
        return request -> request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/xml")
                .end("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>" + body
                        + "</s:Body></s:Envelope>");
    }

    private static Exchange deliver(Receiver receiver, String bean, String parameters) throws Exception {
        try (ConnectorHub hub = hub(receiver.url(), bean, parameters)) {
            return hub.sendAndWait("direct:acme");
        }
    }

    private static Exchange page(Receiver receiver) throws Exception {
        return deliver(receiver, "", "defaultOperationName: page");
    }

    @Test
    void anAnswerEndsTheStepWellAndNothingOfTheMessageIsInHttp() throws Exception {
        try (Receiver receiver = Receiver.behaving(answering(200, PAGED))) {
            Exchange exchange = deliver(receiver, ", username: acme, password: secret", "defaultOperationName: page");
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getBody(String.class)).contains("paged");
            assertThat(receiver.received()).singleElement().satisfies(request -> {
                assertThat(request.headers())
                        .containsEntry("soapaction", "\"page\"")
                        .containsEntry("authorization", "Basic YWNtZTpzZWNyZXQ=");
                assertThat(request.headers().keySet()).noneMatch(name -> name.startsWith("camel"));
                assertThat(request.body()).contains("urn:test:pager");
            });
        }
    }

    @Test
    void anOperationWithoutAnAnswerIsRefusedAndNotSent() throws Exception {
        try (Receiver receiver = Receiver.answering(202)) {
            assertThat(deliver(receiver, "", "defaultOperationName: shout").getException())
                    .hasStackTraceContaining("nothing would confirm the message");
            assertThat(receiver.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200,<s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring></s:Fault>",
        "500,<s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring></s:Fault>"
    })
    void aFaultIsAnException(int status, String fault) throws Exception {
        try (Receiver receiver = Receiver.behaving(answering(status, fault))) {
            assertThat(page(receiver).getException()).isInstanceOf(SoapFault.class);
        }
    }

    @Test
    void anAnswerWithAnotherStatusOrADocumentTypeIsAnException() throws Exception {
        try (Receiver receiver = Receiver.behaving(answering(500, PAGED))) {
            assertThat(page(receiver).getException()).isNotNull();
        }
        try (Receiver bait = Receiver.answering(200);
                Receiver receiver = Receiver.behaving(request -> request.response()
                        .putHeader("Content-Type", "text/xml")
                        .end("<!DOCTYPE a [<!ENTITY x SYSTEM \"" + bait.url() + "\">]>"
                                + "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>&x;"
                                + PAGED + "</s:Body></s:Envelope>"))) {
            assertThat(page(receiver).getException()).isNotNull();
            assertThat(bait.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {202, 204, 302, 404, 503})
    void aStatusWithoutAnEnvelopeIsAnException(int status) throws Exception {
        try (Receiver receiver = Receiver.answering(status)) {
            assertThat(page(receiver).getException()).hasStackTraceContaining("answered " + status);
        }
    }

    @Test
    void silenceEndsWhenTheTimeIsOverAndNoThreadWaitsForIt() throws Exception {
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        int threads = Thread.activeCount();
        try (Receiver receiver = Receiver.behaving(held::add);
                ConnectorHub hub = hub(receiver.url(), ", maxConnections: 300", "defaultOperationName: page")) {
            List<CompletableFuture<Exchange>> all = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                all.add(hub.send("direct:acme", Messages.hello(), Map.of()));
            }
            await().atMost(Duration.ofSeconds(19)).until(() -> held.size() == 300);
            assertThat(Thread.activeCount() - threads).as("threads").isLessThan(120);
            for (CompletableFuture<Exchange> one : all) {
                assertThat(one.get(60, TimeUnit.SECONDS).getException())
                        .hasStackTraceContaining("no complete answer within 20000 ms");
            }
            assertThat(hub.callbacksTooMany()).isZero();
        }
    }

    @Test
    void aSynchronousEndpointWaitsAndIsToldTheSame() throws Exception {
        try (Receiver receiver = Receiver.behaving(answering(200, PAGED))) {
            assertThat(deliver(receiver, "", "defaultOperationName: page\n              synchronous: true")
                            .getException())
                    .isNull();
        }
        try (Receiver receiver = Receiver.answering(404)) {
            assertThat(deliver(receiver, "", "defaultOperationName: page\n              synchronous: true")
                            .getException())
                    .hasStackTraceContaining("answered 404");
        }
    }

    @Test
    void privateTargetsAreRefusedUnlessAllowed() {
        assertThatThrownBy(
                        () -> hub("http://127.0.0.1:9/x", ", allowPrivateTargets: false", "defaultOperationName: page")
                                .close())
                .hasStackTraceContaining("leads to a private, loopback or link-local address");
    }
}
