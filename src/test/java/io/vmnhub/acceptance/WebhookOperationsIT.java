// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.fixture.OpenApiContract;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What operators see and change of webhooks: health, metrics, the management interface. */
@Timeout(120)
class WebhookOperationsIT {

    /** One for all requests: a client that nobody holds may be collected while it waits for its answer. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String TOKEN = "a-token-of-sufficient-length";
    private static final String WEBHOOKS = "/manage/v1/webhooks";
    private static final String IMSI = "234150000000001";

    private RunningHub hub;

    private HttpResponse<String> ask(String method, String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.managementPort() + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer " + TOKEN)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String metric(String name, String... labels) throws Exception {
        return ask("GET", "/observe/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("none");
    }

    private JsonNode health() throws Exception {
        HttpResponse<String> answer = ask("GET", "/observe/health?data=true");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void aReceiverThatHasGoneIsSeenEverywhereAndEnabledByAnOperator(@TempDir Path home) throws Exception {
        AtomicInteger status = new AtomicInteger(200);
        OpenApiContract contract = new OpenApiContract("/openapi/management.json");
        try (Receiver receiver = Receiver.behaving(
                request -> request.response().setStatusCode(status.get()).end())) {
            hub = RunningHub.in(
                    home,
                    Map.of(
                            "config/application.properties",
                                    shipped -> shipped + "\nvmnhub.management.token=" + TOKEN + "\n",
                            "routes/applications/demo.camel.yaml", shipped -> """
                            - route:
                                id: demo
                                from:
                                  uri: direct:demo
                                  steps:
                                    - to:
                                        uri: kamelet:webhook-sink
                                        parameters: {url: "%s?key=secret", allowPrivateTargets: true, errors: 410=callBarred}
                            """.formatted(receiver.url())));
            try (RunningHub running = hub;
                    Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port()).open()) {
                smsc.activate();
                assertThat(smsc.forwardSm(
                                        3,
                                        IMSI,
                                        SmsDeliverTpdu.from("447911123456")
                                                .gsm7("one")
                                                .encode())
                                .isResult())
                        .isTrue();
                String label = "destination=\"" + receiver.url() + "\"";
                assertThat(metric("vmnhub_webhook_calls_total", label, "confirmed", "2xx"))
                        .isEqualTo("1.0");
                assertThat(metric("vmnhub_webhook_time_seconds_count", label)).isEqualTo("1");
                assertThat(metric("vmnhub_webhook_in_flight", label)).isEqualTo("0.0");
                assertThat(metric("vmnhub_webhook_circuit", label, "state=\"closed\""))
                        .isEqualTo("1.0");
                assertThat(health().findValuesAsText("name")).contains("webhooks");
                assertThat(health().findValuesAsText("message").toString()).doesNotContain("is disabled");

                status.set(410);
                for (int i = 0; i < 3; i++) {
                    assertThat(smsc.forwardSm(
                                            3,
                                            IMSI,
                                            SmsDeliverTpdu.from("447911123456")
                                                    .gsm7("gone " + i)
                                                    .encode())
                                    .error()
                                    .code())
                            .as("callBarred")
                            .isEqualTo(13);
                }
                assertThat(receiver.received()).hasSize(2);
                assertThat(metric("vmnhub_webhook_calls_total", label, "refused", "4xx"))
                        .isEqualTo("1.0");
                assertThat(metric("vmnhub_webhook_calls_total", label, "not-sent", "none"))
                        .isEqualTo("2.0");
                assertThat(metric("vmnhub_webhook_circuit", label, "state=\"disabled\""))
                        .isEqualTo("1.0");
                assertThat(health().findValuesAsText("message"))
                        .contains(URI.create(receiver.url()).getAuthority() + " is disabled");
                assertThat(health().toString())
                        .as("anybody may read it: neither paths nor secrets")
                        .doesNotContain(receiver.url(), "secret");
                JsonNode webhook =
                        contract.keptBy(ask("GET", WEBHOOKS), WEBHOOKS, "get").at("/items/0");
                assertThat(webhook.path("url").asText()).isEqualTo(receiver.url());
                assertThat(webhook.path("circuit").asText()).isEqualTo("disabled");
                assertThat(webhook.path("disabledSince").asText()).isNotEmpty();
                await().until(() -> Files.exists(home.resolve("data/webhooks.json")));
                assertThat(Files.readString(home.resolve("data/webhooks.json"))).doesNotContain("secret");

                status.set(200);
                String enable = WEBHOOKS + "/{id}/enable";
                contract.keptBy(ask("POST", enable.replace("{id}", "nobody")), enable, "post");
                HttpResponse<String> enabled =
                        ask("POST", enable.replace("{id}", webhook.path("id").asText()));
                contract.keptBy(enabled, enable, "post");
                assertThat(enabled.statusCode()).isEqualTo(204);
                assertThat(smsc.forwardSm(
                                        3,
                                        IMSI,
                                        SmsDeliverTpdu.from("447911123456")
                                                .gsm7("back")
                                                .encode())
                                .isResult())
                        .isTrue();
                assertThat(contract.keptBy(ask("GET", WEBHOOKS), WEBHOOKS, "get")
                                .at("/items/0/circuit")
                                .asText())
                        .isEqualTo("closed");
                assertThat(Files.readString(home.resolve("data/webhooks.json"))).doesNotContain(receiver.url());
            }
        }
    }
}
