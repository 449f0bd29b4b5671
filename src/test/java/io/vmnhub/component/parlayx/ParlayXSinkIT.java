// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.HttpServerRequest;
import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Messages;
import io.vmnhub.exchange.MessageContext;
import io.vmnhub.exchange.NextTry;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.StatusReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What confirms a message and what does not, over sockets. */
class ParlayXSinkIT {

    private static final String CONFIRMED = "<ns:notifySmsReceptionResponse "
            + "xmlns:ns=\"http://www.csapi.org/schema/parlayx/sms/notification/v2_2/local\"/>";

    private static ConnectorHub hub(String url, String more) {
        return new ConnectorHub()
                .routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to:
                            uri: kamelet:parlayx-sink
                            parameters: {url: "%s", correlator: acme-1%s}
                """.formatted(
                                url,
                                (more.contains("allowPrivateTargets") ? more : more + ", allowPrivateTargets: true")
                                        + (more.contains("confirmWithin") ? "" : ", confirmWithin: 15s")))
                .start();
    }

    private static Exchange deliver(Receiver receiver, String more) throws Exception {
        try (ConnectorHub hub = hub(receiver.url(), more)) {
            return hub.sendAndWait("direct:acme");
        }
    }

    private static String envelope(String body) {
        return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>" + body
                + "</s:Body></s:Envelope>";
    }

    private static Consumer<HttpServerRequest> answering(int status, String type, String body) {
        return request -> request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .end(body);
    }

    private static Exchange answered(int status, String type, String body, String more) throws Exception {
        try (Receiver receiver = Receiver.behaving(answering(status, type, body))) {
            return deliver(receiver, more);
        }
    }

    private static Exchange answered(String body) throws Exception {
        return answered(200, "text/xml; charset=utf-8", body, "");
    }

    private static String fault(String code, String detail) {
        return envelope("<s:Fault><faultcode>" + code + "</faultcode><faultstring>447700900123 said no</faultstring>"
                + detail + "</s:Fault>");
    }

    @Test
    void aStatusReportIsRefusedForGoodAndNobodyIsCalled() throws Exception {
        try (Receiver receiver = Receiver.behaving(answering(200, "text/xml", envelope(CONFIRMED)));
                ConnectorHub hub = hub(receiver.url(), "")) {
            Exchange exchange = hub.send(
                            "direct:acme",
                            Messages.statusReport(new StatusReport(1, 0, Optional.empty(), false)),
                            Map.of())
                    .get(10, TimeUnit.SECONDS);
            assertThat(exchange.getException(MapUserErrorException.class).error())
                    .hasToString("sm-DeliveryFailure(equipmentProtocolError)");
            assertThat(receiver.received()).isEmpty();
        }
    }

    @Test
    void theEmptyResponseConfirms() throws Exception {
        try (Receiver receiver = Receiver.behaving(answering(200, "text/xml", envelope(CONFIRMED)))) {
            Exchange exchange = deliver(receiver, "");
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getBody()).isEqualTo(Messages.hello());
            assertThat(receiver.received()).singleElement().satisfies(request -> {
                assertThat(request.method()).isEqualTo("POST");
                assertThat(request.headers())
                        .containsEntry("soapaction", "\"\"")
                        .containsEntry("content-type", "text/xml; charset=UTF-8")
                        .containsEntry("idempotency-key", "\"" + Messages.IDENTITY + "\"")
                        .doesNotContainKey("camelsmstext")
                        .doesNotContainKey("authorization");
                assertThat(request.body())
                        .contains(
                                "acme-1",
                                "tel:+447700900123",
                                "tel:+447700900001",
                                "2026-11-22T04:05:06+05:45",
                                "Hello")
                        .containsPattern(
                                "<soap:Header><(\\w+:)?messageIdentifier [^>]*\"https://vmnhub.io/schema/soap\"[^>]*>"
                                        + Messages.IDENTITY);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<x xmlns=\"http://elsewhere\"/>", "words", "<notifySmsReceptionResponse/>"})
    void anEnvelopeWithAnythingElseDoesNotConfirm(String body) throws Exception {
        assertThat(answered(envelope(body)).getException()).isInstanceOf(NotConfirmedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "OK",
                "<html>",
                "<a/>",
                "{\"ok\": true}",
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\">"
            })
    void anAnswerThatIsNoEnvelopeDoesNotConfirm(String answer) throws Exception {
        assertThat(answered(answer).getException()).isInstanceOf(NotConfirmedException.class);
    }

    @Test
    void anAnswerOfAnotherTypeDoesNotConfirm() throws Exception {
        assertThat(answered(200, "text/html", envelope(CONFIRMED), "").getException())
                .hasMessageEndingWith("answered 200 without XML");
        assertThat(answered(200, "multipart/related; type=\"text/xml\"", envelope(CONFIRMED), "")
                        .getException())
                .isInstanceOf(NotConfirmedException.class);
    }

    @Test
    void theResponseWithAnotherStatusDoesNotConfirm() throws Exception {
        assertThat(answered(500, "text/xml", envelope(CONFIRMED), "").getException())
                .isInstanceOf(NotConfirmedException.class)
                .hasMessageEndingWith("answered 500 without a fault");
    }

    @ParameterizedTest
    @ValueSource(ints = {202, 204, 300, 304, 400, 401, 404, 410, 429, 500, 502, 503})
    void aStatusWithoutAnEnvelopeDoesNotConfirm(int status) throws Exception {
        try (Receiver receiver = Receiver.answering(status)) {
            assertThat(deliver(receiver, "").getException())
                    .isInstanceOf(NotConfirmedException.class)
                    .hasMessageContaining("answered " + status);
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (Receiver other = Receiver.answering(200);
                Receiver receiver = Receiver.behaving(request -> request.response()
                        .setStatusCode(307)
                        .putHeader("Location", other.url())
                        .putHeader("Content-Type", "text/xml")
                        .end(envelope(CONFIRMED)))) {
            assertThat(deliver(receiver, "").getException()).hasMessageEndingWith("answered 307");
            assertThat(other.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 500})
    void aFaultIsATemporaryErrorAndItsTextStaysUnsaid(int status) throws Exception {
        Exception failure =
                answered(status, "text/xml", fault("s:Server", ""), "").getException();
        assertThat(failure)
                .isInstanceOf(NotConfirmedException.class)
                .hasMessageEndingWith("answered with the fault Server")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({
        "s:Client,'',sm-DeliveryFailure(equipmentProtocolError)",
        "s:Server,SVC0002,unknownSubscriber",
        "Busy,'',subscriberBusyForMT-SMS",
        "s:Client,SVC0001,sm-DeliveryFailure(equipmentProtocolError)"
    })
    void aFaultCodeIsAMapErrorWhenTheTableSaysSo(String code, String messageId, String error) throws Exception {
        String detail = messageId.isEmpty()
                ? ""
                : "<detail><c:ServiceException xmlns:c=\"http://www.csapi.org/schema/parlayx/common/v2_1\"><messageId>"
                        + messageId + "</messageId><text>%1</text></c:ServiceException></detail>";
        Exception failure = answered(
                        500,
                        "text/xml",
                        fault(code, detail),
                        ", faultErrors: SVC0002=unknownSubscriber "
                                + "Client=sm-DeliveryFailure/equipmentProtocolError Busy=subscriberBusyForMT-SMS")
                .getException();
        assertThat(failure)
                .isInstanceOf(NotConfirmedException.class)
                .cause()
                .isInstanceOfSatisfying(
                        MapUserErrorException.class,
                        told -> assertThat(told.error()).hasToString(error));
    }

    @Test
    void anHttpStatusIsAMapErrorWhenTheTableSaysSo() throws Exception {
        try (Receiver receiver = Receiver.answering(404)) {
            assertThat(deliver(receiver, ", faultErrors: 404=unknownSubscriber").getException())
                    .cause()
                    .isInstanceOfSatisfying(
                            MapUserErrorException.class,
                            told -> assertThat(told.error()).hasToString("unknownSubscriber"));
        }
    }

    @Test
    void aSoap12FaultIsKnownByItsSubcode() throws Exception {
        String fault = """
                <e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value>
                <e:Subcode><e:Value xmlns:a="urn:acme">a:Full</e:Value></e:Subcode></e:Code><e:Reason><e:Text xml:lang="en">no</e:Text></e:Reason>
                </e:Fault></e:Body></e:Envelope>""";
        Exception failure = answered(
                        400,
                        "application/soap+xml",
                        fault,
                        ", soapVersion: '1.2', faultErrors: Full=sm-DeliveryFailure/memoryCapacityExceeded")
                .getException();
        assertThat(failure)
                .hasMessageEndingWith("answered with the fault Full, Sender")
                .cause()
                .isInstanceOfSatisfying(
                        MapUserErrorException.class,
                        told -> assertThat(told.error()).hasToString("sm-DeliveryFailure(memoryCapacityExceeded)"));
    }

    @Test
    void aDocumentTypeIsRefused() throws Exception {
        try (Receiver bait = Receiver.answering(200)) {
            String external = "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + bait.url() + "\">]>";
            assertThat(answered(external + envelope("&x;" + CONFIRMED)).getException())
                    .isInstanceOf(NotConfirmedException.class);
            assertThat(answered("<!DOCTYPE a SYSTEM \"" + bait.url() + "\">" + envelope(CONFIRMED))
                            .getException())
                    .isInstanceOf(NotConfirmedException.class);
            assertThat(answered(500, "text/xml", external + fault("s:Server", "<detail>&x;</detail>"), "")
                            .getException())
                    .isInstanceOf(NotConfirmedException.class);
            assertThat(bait.received()).isEmpty();
        }
        String bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c "
                + "\"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
        assertThat(answered(bomb + envelope("&c;" + CONFIRMED)).getException())
                .isInstanceOf(NotConfirmedException.class);
    }

    @Test
    void anOversizedAndADeeplyNestedAnswerAreRefused() throws Exception {
        assertThat(answered(envelope(CONFIRMED + " ".repeat(70_000))).getException())
                .hasMessageContaining("longer than");
        assertThat(answered(envelope("<a>".repeat(5_000) + "</a>".repeat(5_000)))
                        .getException())
                .isInstanceOf(NotConfirmedException.class);
        assertThat(answered(
                                500,
                                "text/xml",
                                fault(
                                        "s:Server",
                                        "<detail>" + "<a>".repeat(5_000) + "</a>".repeat(5_000) + "</detail>"),
                                "")
                        .getException())
                .isInstanceOf(NotConfirmedException.class);
    }

    @Test
    void privateTargetsAreRefusedUnlessAllowed() throws Exception {
        assertThatThrownBy(() -> hub("http://10.1.2.3/sms", ", allowPrivateTargets: false")
                        .close())
                .rootCause()
                .hasMessageContaining("leads to a private, loopback or link-local address");
        try (Receiver receiver = Receiver.behaving(answering(200, "text/xml", envelope(CONFIRMED)));
                ConnectorHub hub = hub(
                        receiver.url().replace("127.0.0.1", "localhost.localdomain"),
                        ", allowPrivateTargets: false, confirmWithin: 3s")) {
            assertThat(hub.sendAndWait("direct:acme").getException())
                    .isInstanceOf(NotConfirmedException.class)
                    .hasMessageContaining("not sent");
            assertThat(receiver.received()).isEmpty();
        }
    }

    @Test
    void wrongPropertiesKeepTheRouteFromStarting() {
        assertThatThrownBy(() -> hub("http://127.0.0.1/sms", ", faultErrors: Client=nonsense")
                        .close())
                .rootCause()
                .hasMessageContaining("faultErrors holds 'Client=nonsense'; it must be code=error");
        assertThatThrownBy(() ->
                        hub("http://127.0.0.1/sms", ", soapVersion: '1.3'").close())
                .rootCause()
                .hasMessageContaining("must be 1.1 or 1.2");
        assertThatThrownBy(() -> hub("https://127.0.0.1/sms", ", trustedCertificates: nowhere.pem")
                        .close())
                .rootCause()
                .hasMessageContaining("nowhere.pem cannot be read");
    }

    @Test
    void manyMessagesWaitWithoutThreadsAndNoMoreThanMayBeOnTheirWay() throws Exception {
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        int threads = Thread.activeCount();
        try (Receiver receiver = Receiver.behaving(held::add);
                ConnectorHub hub = hub(receiver.url(), ", maxConnections: 300, confirmWithin: 120s")) {
            List<CompletableFuture<Exchange>> all = new ArrayList<>();
            for (int i = 0; i < 700; i++) {
                all.add(hub.send("direct:acme", Messages.hello(), Map.of()));
            }
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> held.size() == 300
                            && all.stream().filter(CompletableFuture::isDone).count() == 100);
            assertThat(Thread.activeCount() - threads).as("threads").isLessThan(120);
            assertThat(all.stream()
                            .filter(CompletableFuture::isDone)
                            .map(done -> done.join().getException()))
                    .allSatisfy(failure -> assertThat(failure)
                            .isInstanceOf(NotConfirmedException.class)
                            .hasMessageContaining("too many wait for a connection"));
            for (int answered = 0; answered < 600; answered++) {
                await().pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> !held.isEmpty());
                answering(200, "text/xml", envelope(CONFIRMED)).accept(held.poll());
            }
            for (CompletableFuture<Exchange> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
            assertThat(all.stream().filter(done -> done.join().getException() == null))
                    .hasSize(600);
            assertThat(receiver.connections()).as("connections are kept").isLessThanOrEqualTo(300);
            assertThat(hub.callbacksTooMany()).isZero();
        }
    }

    @Test
    void theCircuitOpensForASilentServiceAndNotForFaults() throws Exception {
        AtomicReference<Consumer<HttpServerRequest>> behaviour =
                new AtomicReference<>(answering(500, "text/xml", fault("s:Server", "")));
        try (Receiver receiver = Receiver.behaving(request -> behaviour.get().accept(request));
                ConnectorHub hub = hub(receiver.url(), ", circuitCalls: 4, circuitOpenFor: 1s")) {
            for (int i = 0; i < 8; i++) {
                assertThat(hub.sendAndWait("direct:acme").getException())
                        .hasMessageContaining("answered with the fault Server");
            }
            behaviour.set(answering(503, "text/plain", "busy"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> hub.sendAndWait("direct:acme")
                            .getException()
                            .getMessage()
                            .contains("the circuit is open"));
            behaviour.set(answering(200, "text/xml", envelope(CONFIRMED)));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> hub.sendAndWait("direct:acme").getException() == null);
        }
    }

    @Test
    void aBodyThatIsNoMessageIsRefusedBeforeItIsSent() throws Exception {
        try (Receiver receiver = Receiver.answering(200);
                ConnectorHub hub =
                        new ConnectorHub().routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - setBody:
                            constant: 7
                        - to: kamelet:parlayx-sink?url=%s&correlator=a&allowPrivateTargets=true
                """.formatted(receiver.url())).start()) {
            assertThat(hub.sendAndWait("direct:acme").getException()).isNotNull();
            assertThat(receiver.received()).isEmpty();
        }
    }

    @Test
    void nothingIsSentWhenTheSmscWaitsNoLonger() throws Exception {
        try (Receiver receiver = Receiver.behaving(request -> {});
                ConnectorHub hub = new ConnectorHub()
                        .bind("deadline", (Processor) exchange -> MessageContext.answeredBy(
                                        System.nanoTime()
                                                + exchange.getMessage().getHeader("left", Long.class),
                                        "acme",
                                        MessagePolicy.DEFAULT,
                                        Optional.empty())
                                .attach(exchange))
                        .routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - process:
                            ref: deadline
                        - to: kamelet:parlayx-sink?url=%s&correlator=a&allowPrivateTargets=true&confirmWithin=30s&circuitCalls=2
                """.formatted(receiver.url()))
                        .start()) {
            assertThat(hub.send("direct:acme", Messages.hello(), Map.of("left", "-1"))
                            .get(20, TimeUnit.SECONDS)
                            .getException())
                    .hasMessageContaining("the time in which the SMSC is to be answered is over");
            assertThat(receiver.received()).isEmpty();
        }
    }

    @Test
    void aStoredMessageHearsWhenToBeTriedAgain() throws Exception {
        NotConfirmedException busy;
        try (Receiver receiver = Receiver.behaving(request -> request.response()
                .setStatusCode(503)
                .putHeader("Retry-After", "7")
                .end())) {
            busy = (NotConfirmedException) deliver(receiver, "").getException();
        }
        assertThat(busy.nextTry()).hasValueSatisfying(next -> {
            assertThat(next.notBefore()).isEqualTo(Duration.ofSeconds(7));
            assertThat(next.recovery()).isPresent();
        });
        NotConfirmedException refused = (NotConfirmedException)
                answered(500, "text/xml", fault("s:Server", ""), "").getException();
        assertThat(NextTry.after(refused).recovery())
                .as("a fault says nothing of other messages")
                .isEmpty();
    }
}
