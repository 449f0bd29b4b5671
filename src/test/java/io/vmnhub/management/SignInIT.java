// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.fixture.RunningHub;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of browsers, as what is no browser sees them. */
@Timeout(120)
class SignInIT {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String TOKEN = "a-token-of-sufficient-length";
    private static final String M = "/manage/v1";

    private static RunningHub hub;

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        hub = RunningHub.in(
                home,
                Map.of(
                        "config/application.properties",
                        shipped -> shipped + "\nvmnhub.management.operators.anna=" + TOKEN
                                + "\nvmnhub.management.viewers.victor=a-token-that-shows-only\n"));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.managementPort() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> signIn(String token) throws Exception {
        return send(to(M + "/session").POST(BodyPublishers.ofString("{\"token\": \"" + token + "\"}")));
    }

    private static String cookie(HttpResponse<String> begun) {
        return begun.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    @Test
    void aSessionChangesNothingWithoutItsCsrfTokenAndEndsWithTheSignOut() throws Exception {
        HttpResponse<String> begun = signIn(TOKEN);
        String cookie = cookie(begun);
        JsonNode session = new ObjectMapper().readTree(begun.body());
        assertThat(send(to(M + "/links").header("Cookie", cookie)).statusCode()).isEqualTo(200);
        String route = M + "/routes/reportSM-DeliveryStatus/start";
        assertThat(send(to(route).header("Cookie", cookie).POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(403);
        String csrf = session.path("csrfToken").asText();
        assertThat(send(to(route)
                                .header("Cookie", cookie)
                                .header("X-CSRF-Token", csrf)
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(to(M + "/session").header("Cookie", cookie).DELETE()).statusCode())
                .isEqualTo(403);
        assertThat(send(to(M + "/session")
                                .header("Cookie", cookie)
                                .header("X-CSRF-Token", csrf)
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
        assertThat(send(to(M + "/links").header("Cookie", cookie)).statusCode()).isEqualTo(401);
    }

    @Test
    void aViewersSessionLooksAndChangesNothing() throws Exception {
        HttpResponse<String> begun = signIn("a-token-that-shows-only");
        JsonNode session = new ObjectMapper().readTree(begun.body());
        assertThat(session.path("role").asText()).isEqualTo("viewer");
        assertThat(send(to(M + "/routes/demo/stop")
                                .header("Cookie", cookie(begun))
                                .header(
                                        "X-CSRF-Token",
                                        session.path("csrfToken").asText())
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void healthMetricsAndTheConsolesFilesTellStrangersNoNumberAndNoSecret() throws Exception {
        for (String path : new String[] {
            "/observe/health?data=true",
            "/observe/metrics",
            "/",
            "/console/app.js",
            "/manage/openapi.json",
            M + "/session"
        }) {
            HttpResponse<String> answer = send(to(path));
            assertThat(answer.body())
                    .as(path)
                    .doesNotContain(TOKEN, "a-token-that-shows-only", "+4477", "234150000000");
            if (path.startsWith("/observe")) {
                assertThat(answer.body()).as(path).doesNotContain("447700900", "447911");
            }
        }
        for (String path :
                new String[] {"/overview", "/smscs", "/messages/recent", "/events?topics=messages", "/audit"}) {
            assertThat(send(to(M + path)).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(send(to("/console/../openapi/management.json")).statusCode()).isEqualTo(404);
        assertThat(send(to("/console/lib/%2e%2e/%2e%2e/logback.xml")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void filesOfTheConsoleAllowNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = send(to("/"));
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        String tag = page.headers().firstValue("ETag").orElseThrow();
        assertThat(send(to("/links").header("If-None-Match", tag)).statusCode()).isEqualTo(304);
    }
}
