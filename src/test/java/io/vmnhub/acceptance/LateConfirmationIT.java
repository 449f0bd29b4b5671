// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A receiver that confirms after the SMSC has been answered. */
@Timeout(120)
class LateConfirmationIT {

    private static final String IMSI = "234150000000001";

    @Test
    void isRememberedSoThatTheRepeatIsAcknowledgedWithoutAnotherPost(@TempDir Path home) throws Exception {
        AtomicInteger answered = new AtomicInteger();
        byte[] message = SmsDeliverTpdu.from("447700900123")
                .gsm7("hello")
                .timestamp(OffsetDateTime.parse("2026-11-27T12:00:00Z"))
                .encode();
        try (Receiver receiver = Receiver.behaving(
                        request -> Vertx.currentContext().owner().setTimer(3_000, timer -> {
                            answered.incrementAndGet();
                            request.response().end();
                        }));
                RunningHub hub = RunningHub.in(
                        home,
                        Map.of(
                                "config/application.properties",
                                shipped -> shipped.replace("answer-within = 10s", "answer-within = 1s"),
                                "config/applications.yaml",
                                shipped -> shipped.replace("duplicates: deliver", "duplicates: acknowledge"),
                                "routes/applications/demo.camel.yaml",
                                shipped -> """
                                - route:
                                    id: demo
                                    from:
                                      uri: direct:demo
                                      steps:
                                        - to:
                                            uri: kamelet:webhook-sink
                                            parameters: {url: "%s", allowPrivateTargets: true, confirmWithin: 20s}
                                """.formatted(receiver.url())));
                Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port())
                        .asAsp(101)
                        .answerTimeout(Duration.ofSeconds(30))
                        .open()) {
            smsc.activate();
            Answer late = smsc.forwardSm(3, IMSI, message);
            assertThat(late.kind()).isEqualTo(Answer.Kind.ERROR);
            assertThat(answered).hasValue(0);
            await().atMost(Duration.ofSeconds(30)).untilAtomic(answered, org.hamcrest.Matchers.is(1));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> smsc.forwardSm(3, IMSI, message).isResult());
            assertThat(receiver.received()).as("posts of one message").hasSize(1);
        }
    }
}
