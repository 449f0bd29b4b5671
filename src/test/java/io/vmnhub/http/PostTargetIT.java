// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.sms.MapUserErrorException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is posted to receivers of each kind, and what is known of it afterwards. */
class PostTargetIT {

    private static final Vertx VERTX = Vertx.vertx();

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final PostContext context = PostContext.of(VERTX, metrics);

    @AfterAll
    static void close() {
        VERTX.close();
    }

    private PostTarget target(String url, TargetKind kind) {
        return new PostTarget(
                context,
                new PostSettings(
                        URI.create(url + "?key=secret"),
                        true,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        2,
                        2,
                        2,
                        Duration.ofMinutes(1)),
                new PostTarget.Role(kind, url, ErrorTable.ofStatuses("errors", "404=unknownSubscriber")));
    }

    private static Throwable confirm(PostTarget target) throws Exception {
        return target.confirm(MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("{}"), Optional.empty())
                .toCompletionStage()
                .toCompletableFuture()
                .handle((done, failure) -> failure)
                .get(60, TimeUnit.SECONDS);
    }

    private double calls(String kind, String outcome, String status) {
        return metrics.get("vmnhub." + kind + ".calls")
                .tag("outcome", outcome)
                .tag("status", status)
                .counter()
                .count();
    }

    @ParameterizedTest
    @CsvSource({"WEBHOOK,webhook,webhook", "SOAP,soap,SOAP service", "SUBSCRIPTION,subscription,subscriber"})
    void eachKindIsMeasuredUnderItsNameAndNamedInReasons(TargetKind kind, String name, String words) throws Exception {
        try (Receiver receiver = Receiver.answering(404)) {
            try (PostTarget target = target(receiver.url(), kind)) {
                assertThat(confirm(target))
                        .isInstanceOf(StatusRefusedException.class)
                        .hasMessage(words + " " + receiver.url() + ": answered 404")
                        .hasRootCauseInstanceOf(MapUserErrorException.class);
                assertThat(calls(name, "refused", "4xx")).isEqualTo(1);
                assertThat(metrics.get("vmnhub." + name + ".time").timer().count())
                        .isEqualTo(1);
                assertThat(metrics.get("vmnhub." + name + ".circuit")
                                .tag("state", "closed")
                                .tag("destination", receiver.url())
                                .gauge()
                                .value())
                        .isEqualTo(1);
                assertThat(metrics.get("vmnhub." + name + ".in.flight").gauge().value())
                        .isZero();
            }
            assertThat(metrics.getMeters()).isEmpty();
        }
    }

    @Test
    void twoThatDoNotAnswerOpenTheCircuitAndNothingMoreIsSent() throws Exception {
        try (Receiver receiver = Receiver.answering(500);
                PostTarget target = target(receiver.url(), TargetKind.SOAP)) {
            confirm(target);
            confirm(target);
            assertThat(confirm(target))
                    .isInstanceOfSatisfying(
                            NotConfirmedException.class,
                            failure -> assertThat(
                                            failure.nextTry().orElseThrow().tried())
                                    .isFalse())
                    .hasMessageEndingWith("not sent: the circuit is open");
            assertThat(target.pauses()).isTrue();
            assertThat(receiver.received()).hasSize(2);
            assertThat(calls("soap", "not-sent", "none")).isEqualTo(1);
        }
    }

    @Test
    void onlyAWebhookIsDisabledBy410() throws Exception {
        try (Receiver receiver = Receiver.answering(410);
                PostTarget webhook = target(receiver.url(), TargetKind.WEBHOOK);
                PostTarget subscriber = target(receiver.url(), TargetKind.SUBSCRIPTION)) {
            confirm(webhook);
            confirm(subscriber);
            assertThat(webhook.pauses()).isTrue();
            assertThat(subscriber.pauses()).isFalse();
            assertThat(confirm(webhook)).hasMessageContaining("disabled since it answered 410 at ");
            await().untilAsserted(() -> assertThat(context.destinations().list())
                    .singleElement()
                    .satisfies(one -> assertThat(one.circuit()).isEqualTo("disabled")));
        }
    }

    @Test
    void nothingIsSentWhenTheSmscWaitsNoLonger() throws Exception {
        try (Receiver receiver = Receiver.answering(200);
                PostTarget target = target(receiver.url(), TargetKind.WEBHOOK)) {
            assertThatThrownBy(() -> target.confirm(
                                    MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(), Optional.of(Duration.ZERO))
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS))
                    .hasMessageEndingWith("the time in which the SMSC is to be answered is over");
            assertThat(receiver.received()).isEmpty();
        }
    }
}
