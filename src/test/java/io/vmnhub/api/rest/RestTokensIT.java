// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.Receiver;
import io.vmnhub.fixture.RestServer;
import java.math.BigInteger;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Credentials that change while the hub runs: an issuer's keys, and API keys. */
@Timeout(90)
class RestTokensIT {

    private static final String MESSAGES = RestServer.PATH + "acme/messages";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private static KeyPair first;
    private static KeyPair second;

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        first = generator.generateKeyPair();
        second = generator.generateKeyPair();
    }

    private static String key(String id, KeyPair pair) {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return "{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}"
                .formatted(id, number(key.getModulus()), number(key.getPublicExponent()));
    }

    private static String number(BigInteger value) {
        byte[] octets = value.toByteArray();
        int sign = octets[0] == 0 ? 1 : 0;
        return BASE64.encodeToString(Arrays.copyOfRange(octets, sign, octets.length));
    }

    private static String keys(String... keys) {
        return "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"shared\",\"k\":\"c2VjcmV0\"}," + String.join(",", keys) + "]}";
    }

    private static String token(String keyId, KeyPair pair) throws Exception {
        String signed =
                BASE64.encodeToString("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"%s\"}"
                                .formatted(keyId)
                                .getBytes()) + "."
                        + BASE64.encodeToString(
                                "{\"iss\":\"https://login\",\"aud\":\"vmn-hub\",\"sub\":\"acme-client\",\"exp\":%d}"
                                        .formatted(Instant.now().getEpochSecond() + 600)
                                        .getBytes());
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(signed.getBytes());
        return signed + "." + BASE64.encodeToString(signature.sign());
    }

    private static int status(RestServer server, String credential) throws Exception {
        return server.send(HttpRequest.newBuilder(server.uri(MESSAGES))
                        .header("Authorization", "Bearer " + credential)
                        .build())
                .statusCode();
    }

    private static RestServer server(String keysUrl) throws Exception {
        return new RestServer(
                "jdbc:h2:mem:tokens;DB_CLOSE_DELAY=-1",
                Optional.of(new ApiSettings.Jwt("https://login", "vmn-hub", "acme-client", "RS256", "", keysUrl)),
                1_000);
    }

    @Test
    void anIssuerMayReplaceItsKeys() throws Exception {
        AtomicReference<String> published = new AtomicReference<>(keys(key("one", first)));
        try (Receiver issuer = Receiver.behaving(request -> request.response().end(published.get()));
                RestServer server = server(issuer.url())) {
            assertThat(status(server, token("one", first))).isEqualTo(200);
            assertThat(status(server, token("one", second)))
                    .as("signed by another")
                    .isEqualTo(401);
            assertThat(issuer.received()).as("fetched once").hasSize(1);
            published.set(keys(key("one", first), key("two", second)));
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> status(server, token("two", second)) == 200);
            assertThat(status(server, token("one", first)))
                    .as("the old key, still published")
                    .isEqualTo(200);
            List<CompletableFuture<HttpResponse<String>>> strangers = new ArrayList<>();
            for (int i = 0; i < 20; i++) { // side by side, because wrong credentials are held up
                strangers.add(server.client()
                        .sendAsync(
                                HttpRequest.newBuilder(server.uri(MESSAGES))
                                        .header("Authorization", "Bearer " + token("made-up-" + i, first))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> stranger : strangers) {
                assertThat(stranger.get(60, TimeUnit.SECONDS).statusCode()).isIn(200, 401, 429);
            }
            assertThat(issuer.received())
                    .as("strangers do not make the hub ask again and again")
                    .hasSizeLessThan(5);
        }
    }

    @Test
    void withoutTheKeysTokensWaitAndApiKeysWork() throws Exception {
        try (Receiver issuer = Receiver.answering(500);
                RestServer server = server(issuer.url())) {
            assertThat(status(server, token("one", first))).isEqualTo(503);
            assertThat(status(server, "acme-key")).isEqualTo(200);
        }
    }

    @Test
    void severalKeysInPemOpenWhileOneReplacesTheOther() throws Exception {
        StringBuilder pem = new StringBuilder();
        for (KeyPair pair : List.of(first, second)) {
            pem.append("-----BEGIN PUBLIC KEY-----\n")
                    .append(Base64.getMimeEncoder()
                            .encodeToString(pair.getPublic().getEncoded()))
                    .append("\n-----END PUBLIC KEY-----\n");
        }
        try (RestServer server = new RestServer(
                "jdbc:h2:mem:tokens;DB_CLOSE_DELAY=-1",
                Optional.of(new ApiSettings.Jwt("https://login", "vmn-hub", "acme-client", "RS256", pem.toString())),
                1_000)) {
            assertThat(status(server, token("", first))).isEqualTo(200);
            assertThat(status(server, token("", second))).isEqualTo(200);
        }
    }

    @Test
    void renewedApiKeysOpenAndOldOnesDoNot() throws Exception {
        try (RestServer server = new RestServer()) {
            server.api.renew(Map.of(
                    "acme", new ApiSettings(List.of(RestServer.key("a-new-key")), Optional.empty(), 1_000, 100)));
            assertThat(status(server, "a-new-key")).isEqualTo(200);
            assertThat(status(server, "acme-key")).isEqualTo(401);
            assertThat(status(server, "other-key")).isEqualTo(401);
        }
    }
}
