// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.component.smppserver.Partner;
import io.vmnhub.fixture.DocumentedRoutes;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Answer;
import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.MessageClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The routes of the page about Camel's components run in one hub as it is shipped. */
@Timeout(180)
class DocumentedComponentRoutesIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Queue<Exchange> READ = new ConcurrentLinkedQueue<>();
    private static final Partner PARTNER = new Partner();
    private static final int PORT = TestSettings.freePort();

    @TempDir
    static Path folder;

    private static Receiver customers;
    private static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        PARTNER.open();
        customers = Receiver.behaving(request -> {
            if (request.uri().contains("slow")) {
                return;
            }
            request.response().end("Acme " + request.uri());
        });
        int partner = PARTNER.port();
        hub = RunningHub.in(
                folder,
                Map.of(
                        "config/application.properties",
                        shipped -> shipped + """

                        vmnhub.http.port = %d
                        acme.customers.url = %s
                        acme.token = T0ken
                        acme.tickets.url = http://127.0.0.1:%d/acme/tickets
                        acme.smsc = vmnhub@127.0.0.1:%d
                        acme.smsc.password = sesame
                        """.formatted(PORT, customers.url(), PORT, partner),
                        "routes/applications/demo.camel.yaml",
                        shipped -> """
                        - route:
                            id: demo
                            from:
                              uri: direct:demo
                              steps:
                                - toD: direct:${header.CamelSmsText}
                        """));
        Files.createDirectories(folder.resolve("config/soap"));
        for (String file : new String[] {"ticket.xml", "tickets.wsdl"}) {
            Files.copy(
                    Path.of("docs/examples/soap", file),
                    folder.resolve("config/soap").resolve(file));
        }
        hub.bind("reader", (Processor) exchange -> READ.add(exchange.copy()));
        for (String part : new String[] {"## vertx-http", "## platform-http", "## cxf", "## smpp"}) {
            hub.routes(DocumentedRoutes.block("components.md", part));
        }
        hub.routes("""
                - route:
                    from:
                      uri: jms:queue:acme.tickets
                      steps:
                        - process:
                            ref: reader
                - route:
                    from:
                      uri: jms:queue:acme.mobile
                      steps:
                        - process:
                            ref: reader
                - route:
                    from:
                      uri: direct:lookup
                      steps:
                        - to: direct:acme-lookup
                        - process:
                            ref: reader
                """);
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
        customers.close();
        PARTNER.close();
    }

    private static HttpResponse<String> call(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + path));
    }

    private static Exchange read(String text) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> READ.stream()
                        .anyMatch(exchange ->
                                exchange.getMessage().getBody(String.class).contains(text)));
        return READ.stream()
                .filter(exchange -> exchange.getMessage().getBody(String.class).contains(text))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLookUpOverHttpLeavesTheMessageAsItWas() {
        assertThat(hub.forwardSm("lookup").isResult()).isTrue();
        Exchange exchange = read("lookup");
        assertThat(exchange.getMessage().getHeader("AcmeCustomer", String.class))
                .isEqualTo("Acme /sms/447911123456");
        assertThat(exchange.getMessage().getHeader("CamelHttpPath")).isNull();
        assertThat(customers.received()).allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.headers().toString()).doesNotContain("447911123456");
        });
    }

    @Test
    void aRouteAnswersHttpRequestsAtTheHubsPort() throws Exception {
        HttpResponse<String> answer = call(at("/acme/price/sms").header("Authorization", "Bearer T0ken"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"kind\": \"sms\", \"price\": 7}");
        assertThat(call(at("/acme/price/sms")).statusCode()).isEqualTo(401);
        assertThat(call(at("/acme/price/sms")
                                .method("POST", HttpRequest.BodyPublishers.ofString("x".repeat(2_000_000))))
                        .statusCode())
                .isIn(405, 413);
    }

    @Test
    void aMessageBecomesATicketByACallToAServiceThatIsARouteItself() throws Exception {
        Answer answer = hub.forwardSm("acme-ticket");
        assertThat(answer.isResult()).as(answer.toString()).isTrue();
        assertThat(read("<words>acme-ticket</words>").getMessage().getBody(String.class))
                .contains("<customer>+447911123456</customer>");
        HttpResponse<String> wsdl = call(at("/acme/tickets?wsdl"));
        assertThat(wsdl.statusCode()).isEqualTo(200);
        assertThat(wsdl.body()).contains("openTicketResponse", "http://127.0.0.1:" + PORT + "/acme/tickets");
    }

    @Test
    void whatIsNoSoapGetsAFault() throws Exception {
        HttpResponse<String> answer = call(at("/acme/tickets")
                .header("Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("Fault");
    }

    @Test
    void aMessageIsSubmittedToAPartnersSmscAndOneOfTheirsIsTaken() throws Exception {
        Answer answer = hub.forwardSm("acme-relay");
        assertThat(answer.isResult()).as(answer.toString()).isTrue();
        assertThat(PARTNER.submitted).singleElement().satisfies(submitted -> {
            assertThat(submitted.getSourceAddr()).isEqualTo("447911123456");
            assertThat(submitted.getDestAddress()).isEqualTo("447700900123");
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> PARTNER.sessions.size() >= 2);
        PARTNER.sessions
                .get(0)
                .deliverShortMessage(
                        "",
                        TypeOfNumber.INTERNATIONAL,
                        NumberingPlanIndicator.ISDN,
                        "447911000111",
                        TypeOfNumber.INTERNATIONAL,
                        NumberingPlanIndicator.ISDN,
                        "60601",
                        new ESMClass(),
                        (byte) 0,
                        (byte) 0,
                        new RegisteredDelivery(0),
                        new GeneralDataCoding(Alphabet.ALPHA_DEFAULT, MessageClass.CLASS1, false),
                        "from a partner".getBytes(StandardCharsets.US_ASCII));
        assertThat(read("from a partner").getMessage().getBody(String.class)).isEqualTo("from a partner");
    }
}
