// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not a request in order is refused, costs little, and leaves the port as it was. */
class HostileSoapIT {

    private static SoapServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = new SoapServer();
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(server.call("acme", "ReceiveSms", Envelope.getReceivedSms("acme"))
                        .statusCode())
                .isEqualTo(200);
        server.close();
    }

    private static HttpResponse<String> post(String contentType, byte[] body) throws Exception {
        return server.send(server.request("ReceiveSms")
                .header("Content-Type", contentType)
                .header("Authorization", SoapServer.basic("acme"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    private static String refusal(String xml) throws Exception {
        HttpResponse<String> answer = post("text/xml;charset=UTF-8", xml.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(500);
        assertThat(answer.body())
                .contains("http://schemas.xmlsoap.org/soap/envelope/")
                .doesNotContain("at io.vmnhub", "at org.apache");
        return Envelope.refusal(answer.body());
    }

    private static String call(String registration) {
        return Envelope.getReceivedSms(registration).xml();
    }

    @Test
    void filesAreNotRead() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "acme");
        String doctype = "<!DOCTYPE a [<!ENTITY x SYSTEM '" + secret.toUri() + "'>]>";
        assertThat(refusal(doctype + call("&x;")))
                .isEqualTo("ServiceException SVC0002 [Envelope: a document type declaration may not stand here]");
    }

    @Test
    void entitiesAreNotExpanded() throws Exception {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE a [<!ENTITY e0 'aaaaaaaaaa'>");
        for (int i = 1; i < 20; i++) {
            bomb.append("<!ENTITY e")
                    .append(i)
                    .append(" '")
                    .append(("&e" + (i - 1) + ";").repeat(10))
                    .append("'>");
        }
        assertThat(refusal(bomb + "]>" + call("&e19;"))).contains("a document type declaration may not stand here");
        assertThat(refusal(call("&e19;"))).contains("SVC0002");
        assertThat(refusal("<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'>" + call("acme")))
                .contains("document type declaration");
    }

    @Test
    void deepNestingAndManyAttributesAreRefused() throws Exception {
        assertThat(refusal(call("<a>".repeat(5_000) + "</a>".repeat(5_000)))).contains("SVC0002 [");
        assertThat(refusal(Envelope.soap11(
                                "<h:a xmlns:h='urn:h'>" + "<h:b>".repeat(5_000) + "</h:b>".repeat(5_000) + "</h:a>",
                                Envelope.receive("acme"))
                        .xml()))
                .contains("Maximum Element Depth");
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < 4_000; i++) {
            attributes.append(" a").append(i).append("='1'");
        }
        assertThat(refusal(call("acme").replace("<s:Body>", "<s:Body" + attributes + ">")))
                .contains("SVC0002 [Envelope: Attribute limit");
    }

    @Test
    void aRequestThatIsTooLongIsRefusedBeforeItIsRead() throws Exception {
        assertThat(post("text/xml", call("a".repeat(70_000)).getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/html",
                "multipart/related;type=text/xml",
                "text/xml;charset=IBM037",
                "text/xml;charset=UTF-7",
                "x"
            })
    void whatIsNoSoapIsRefusedByItsType(String type) throws Exception {
        assertThat(post(type, call("acme").getBytes(StandardCharsets.UTF_8)).statusCode())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource({"UTF-16,UTF-16", "UTF-16LE,UTF-16LE", "ISO-8859-1,ISO-8859-1", "US-ASCII,us-ascii", "UTF-8,\"utf-8\""})
    void otherEncodingsAreReadAsHttpSays(String encoding, String charset) throws Exception {
        assertThat(post("text/xml; charset=" + charset, call("acme").getBytes(Charset.forName(encoding)))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void encodingsThatDoNotFitAreRefused() throws Exception {
        assertThat(post(
                                "text/xml",
                                ("<?xml version='1.0' encoding='ISO-8859-1'?>" + call("acme"))
                                        .getBytes(StandardCharsets.ISO_8859_1))
                        .statusCode())
                .isEqualTo(200);
        assertThat(refusal("<?xml version='1.0' encoding='IBM037'?>" + call("acme")))
                .contains("SVC0002 [Envelope: ");
        assertThat(Envelope.refusal(post(
                                "text/xml",
                                ("<?xml version='1.0' encoding='windows-1252'?>" + call("acme"))
                                        .getBytes(StandardCharsets.UTF_8))
                        .body()))
                .isEqualTo("ServiceException SVC0002 [Envelope: the encoding windows-1252 is not taken]");
        assertThat(Envelope.refusal(post("text/xml", call("\u00C4\u00D6").getBytes(StandardCharsets.ISO_8859_1))
                        .body()))
                .contains("Invalid UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "<",
                "{}",
                "<a/>",
                "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'/>",
                "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>",
                "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><a/></s:Body></s:Envelope>"
            })
    void whatIsNoEnvelopeOrAnothersIsRefused(String body) throws Exception {
        HttpResponse<String> answer = post("text/xml", body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(Envelope.body(answer.body()).getLocalName()).isEqualTo("Fault");
    }

    @Test
    void nothingIsDoneForARequestThatIsBrokenBehindItsContent() throws Exception {
        server.store("careful", SoapServer.message("kept", "kept"));
        for (String end : new String[] {"", "</s:Body>", "</s:Body></s:Envelope><a/>", "</s:Body></s:Envelope>&x;"}) {
            HttpResponse<String> answer = server.call(
                    "careful",
                    "ReceiveSms",
                    new Envelope(call("careful").replace("</s:Body></s:Envelope>", end), "text/xml"));
            assertThat(Envelope.refusal(answer.body())).as(end).contains("SVC0002 [Envelope: ");
        }
        assertThat(Envelope.texts(
                        Envelope.body(server.call("careful", "ReceiveSms", Envelope.getReceivedSms("careful"))
                                .body()),
                        "message"))
                .containsExactly("kept");
    }

    @Test
    void whatTheSchemaDoesNotAllowIsNamed() throws Exception {
        String local = "xmlns:r='" + ReceiveSms.NAMESPACE + "'";
        assertThat(refusal(
                        Envelope.soap11("", "<r:getReceivedSms " + local + "/>").xml()))
                .contains("SVC0002")
                .contains("registrationIdentifier");
        assertThat(refusal(Envelope.soap11(
                                "",
                                "<r:getReceivedSms " + local
                                        + "><registrationIdentifier>acme</registrationIdentifier></r:getReceivedSms>")
                        .xml()))
                .contains("SVC0002")
                .contains("registrationIdentifier");
        assertThat(refusal(Envelope.soap11(
                                "",
                                Envelope.receive("acme").replace("</r:getReceivedSms>", "<r:more/></r:getReceivedSms>"))
                        .xml()))
                .contains("SVC0002")
                .contains("more");
        assertThat(refusal(
                        Envelope.soap11("", "<r:getEverything " + local + "/>").xml()))
                .contains("SVC0002")
                .contains("getEverything");
    }

    @Test
    void headersThatMustBeUnderstoodAreNotPassedOver() throws Exception {
        HttpResponse<String> answer = post(
                "text/xml",
                Envelope.soap11("<h:a xmlns:h='urn:h' s:mustUnderstand='1'/>", Envelope.receive("acme"))
                        .xml()
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(answer.body()).contains("MustUnderstand");
        assertThat(post(
                                "text/xml",
                                Envelope.soap11("<h:a xmlns:h='urn:h'/>", Envelope.receive("acme"))
                                        .xml()
                                        .getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(200);
    }
}
