// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoapSecurityIT {

    private static final Base64.Encoder BASE64 = Base64.getEncoder();
    private static SoapServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new SoapServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static HttpResponse<String> call(String authorization, Envelope envelope) throws Exception {
        HttpRequest.Builder request = server.request("ReceiveSms").header("Content-Type", envelope.contentType());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return server.send(request.POST(HttpRequest.BodyPublishers.ofString(envelope.xml()))
                .build());
    }

    private static HttpResponse<String> call(String token) throws Exception {
        return call("", Envelope.soap11(token, Envelope.receive("acme")));
    }

    /** As the profile says: Base64(SHA-1(nonce + created + password)). */
    private static String digestToken(String username, String password, String nonce, Instant created)
            throws Exception {
        MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
        sha1.update(nonce.getBytes(StandardCharsets.UTF_8));
        sha1.update(created.toString().getBytes(StandardCharsets.UTF_8));
        sha1.update(password.getBytes(StandardCharsets.UTF_8));
        return Envelope.token(
                username,
                "PasswordDigest",
                BASE64.encodeToString(sha1.digest()),
                "<w:Nonce>" + BASE64.encodeToString(nonce.getBytes(StandardCharsets.UTF_8)) + "</w:Nonce><u:Created>"
                        + created + "</u:Created>");
    }

    private static String nonce() {
        return UUID.randomUUID().toString();
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("FailedAuthentication").doesNotContain("acme-pass");
    }

    @Test
    void withoutCredentialsACallIsAskedForThem() throws Exception {
        HttpResponse<String> answer = call("");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic ");
        assertThat(answer.body()).contains("FailedAuthentication");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YWNtZTp3cm9uZw==", "Basic !!!", "Basic YWNtZQ==", "Bearer acme-pass", "Basic "})
    void wrongBasicCredentialsAreRefusedByHttp(String authorization) throws Exception {
        assertThat(call(authorization, Envelope.getReceivedSms("acme")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aTokenWithThePasswordOpens() throws Exception {
        assertThat(call(Envelope.token("acme", "PasswordText", "acme-pass", "")).statusCode())
                .isEqualTo(200);
        assertThat(call(
                                "",
                                Envelope.soap12(
                                        Envelope.token("acme", "PasswordText", "acme-pass", ""),
                                        Envelope.receive("acme")))
                        .statusCode())
                .isEqualTo(200);
        assertRefused(call(Envelope.token("acme", "PasswordText", "wrong", "")));
        assertRefused(call(Envelope.token("nobody", "PasswordText", "acme-pass", "")));
        assertRefused(call(Envelope.token("acme", "PasswordText", "", "")));
        HttpResponse<String> soap12 = call(
                "", Envelope.soap12(Envelope.token("acme", "PasswordText", "wrong", ""), Envelope.receive("acme")));
        assertThat(soap12.body()).contains("FailedAuthentication").contains("Sender");
    }

    @Test
    void aTokenWithADigestOpensOnce() throws Exception {
        String token = digestToken("acme", "acme-pass", nonce(), Instant.now());
        assertThat(call(token).statusCode()).isEqualTo(200);
        assertRefused(call(token));
        assertThat(call(digestToken("acme", "acme-pass", nonce(), Instant.now()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aDigestOfSomethingElseOrOfAnotherTimeIsRefused() throws Exception {
        assertRefused(call(digestToken("acme", "wrong", nonce(), Instant.now())));
        assertRefused(call(digestToken("nobody", "acme-pass", nonce(), Instant.now())));
        assertRefused(
                call(digestToken("acme", "acme-pass", nonce(), Instant.now().minusSeconds(600))));
        assertRefused(
                call(digestToken("acme", "acme-pass", nonce(), Instant.now().plusSeconds(600))));
        String token = digestToken("acme", "acme-pass", nonce(), Instant.now());
        assertRefused(call(token.replaceFirst("<w:Nonce>.*</w:Nonce>", "")));
        assertRefused(call(token.replaceFirst("<u:Created>.*</u:Created>", "")));
    }

    @Test
    void aDigestWithoutNonceAndTimeIsRefusedAlsoWhereItIsRight() throws Exception {
        String digest = BASE64.encodeToString(
                MessageDigest.getInstance("SHA-1").digest("acme-pass".getBytes(StandardCharsets.UTF_8)));
        assertRefused(call(Envelope.token("acme", "PasswordDigest", digest, "")));
    }

    @Test
    void tokenAndHttpMustNameTheSameApplication() throws Exception {
        String careful = Envelope.token("careful", "PasswordText", "careful-pass", "");
        assertRefused(call(SoapServer.basic("acme"), Envelope.soap11(careful, Envelope.receive("acme"))));
        assertThat(call(SoapServer.basic("careful"), Envelope.soap11(careful, Envelope.receive("careful")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void twoTokensAreRefused() throws Exception {
        String token = Envelope.token("acme", "PasswordText", "acme-pass", "");
        String other = token.substring(token.indexOf("<w:UsernameToken>"), token.indexOf("</w:Security>"));
        assertRefused(call(token.replace("</w:Security>", other + "</w:Security>")));
    }
}
