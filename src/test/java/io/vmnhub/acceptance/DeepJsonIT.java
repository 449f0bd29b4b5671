// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.api.rest.ApiSettings;
import io.vmnhub.fixture.RestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON that is nested so deeply that a reader which follows it would run out of stack. */
class DeepJsonIT {

    private static final int DEPTH = 30_000;

    private RestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RestServer(
                "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                Optional.of(new ApiSettings.Jwt("issuer", "audience", "acme", "RS256", "", "http://127.0.0.1:1/keys")),
                10_000);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"subscription\":", "{\"messageIds\":["})
    void aBodyOfItIsRefused(String level) throws Exception {
        int length = level.length();
        assertThat(server.post("/v1/smsmessaging/inbound/subscriptions", level.repeat(15_000 / length))
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.post(RestServer.PATH + "acme/messages/confirm", level.repeat(60_000 / length))
                        .statusCode())
                .isEqualTo(400);
        for (String path :
                new String[] {"/v1/smsmessaging/inbound/subscriptions", RestServer.PATH + "acme/messages/confirm"}) {
            assertThat(server.post(path, level.repeat(DEPTH)).statusCode())
                    .as(path)
                    .isIn(400, 413);
        }
        assertThat(server.get(RestServer.PATH + "acme/messages").statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenOfItIsRefused() throws Exception {
        String part = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"a\":" + "[".repeat(2_000)).getBytes(StandardCharsets.US_ASCII));
        String closed = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ("{\"a\":" + "[".repeat(900) + "]".repeat(900) + "}").getBytes(StandardCharsets.US_ASCII));
        for (String token : new String[] {part + "." + part + ".x", closed + "." + closed + ".x"}) {
            URI uri = server.uri(RestServer.PATH + "acme/messages");
            assertThat(server.send(HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofSeconds(20))
                                    .header("Authorization", "Bearer " + token)
                                    .build())
                            .statusCode())
                    .isEqualTo(401);
        }
    }
}
