// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.cluster.MemoryFarm;
import io.vmnhub.component.smppserver.SmppServer;
import io.vmnhub.contract.Messages;
import io.vmnhub.smpp.SmppSettings;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.tls.CertificateWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FarmSessionsTest {

    private final MemoryFarm farm = new MemoryFarm();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final SmppServer server =
            new SmppServer(SmppSettings.NONE, metrics, new CertificateWatch(metrics), 1, Optional.empty());

    @AfterEach
    void stop() {
        server.stop();
    }

    private FarmSessions node(String name, Map<String, Integer> sessions) {
        MemoryFarm.Node node = farm.join(name);
        node.tell(self -> self.withSessions(sessions));
        FarmSessions joined = new FarmSessions(node, server, metrics);
        joined.join();
        return joined;
    }

    private static MapUserErrorException outcome(FarmSessions from, Duration within) throws Exception {
        CompletableFuture<MapUserErrorException> ended = new CompletableFuture<>();
        from.deliver("acme", Messages.hello(), "demo", within, ended::complete);
        return ended.get(10, TimeUnit.SECONDS);
    }

    @Test
    void theNodesWithSessionsOfAnAccountShareItsThroughput() {
        FarmSessions first = node("node-1", Map.of("acme", 1));
        FarmSessions second = node("node-2", Map.of("acme", 2));
        FarmSessions third = node("node-3", Map.of());
        assertThat(first.share("acme", 101)).isEqualTo(51);
        assertThat(second.share("acme", 101)).isEqualTo(50);
        assertThat(third.share("acme", 9))
                .as("if a session binds here, there are three")
                .isEqualTo(3);
        assertThat(first.share("acme", 1)).isEqualTo(1);
        assertThat(second.share("acme", 1)).as("one at least").isEqualTo(1);
        assertThat(first.share("other", 100)).isEqualTo(100);
        farm.leave("node-2");
        assertThat(first.share("acme", 101)).isEqualTo(101);
    }

    @Test
    void sessionsOfAllNodesCountAndTheLaterNodeEndsThoseThatAreTooMany() {
        FarmSessions first = node("node-1", Map.of("acme", 2));
        FarmSessions second = node("node-2", Map.of("acme", 2));
        assertThat(first.sessions("acme")).isEqualTo(2);
        assertThat(first.excess("acme", 2, 4)).isZero();
        assertThat(second.excess("acme", 2, 4)).isZero();
        assertThat(first.excess("acme", 2, 3)).isZero();
        assertThat(second.excess("acme", 2, 3)).isEqualTo(1);
        assertThat(second.excess("acme", 2, 1)).isEqualTo(2);
        assertThat(first.excess("acme", 2, 1)).isEqualTo(1);
    }

    @Test
    void whatTheOtherNodeSaysComesBack() throws Exception {
        FarmSessions first = node("node-1", Map.of());
        node("node-2", Map.of("acme", 1));
        MapUserErrorException failure = outcome(first, Duration.ofSeconds(5));
        assertThat(failure.error()).isEqualTo(MapUserError.temporary());
        assertThat(failure.reason()).isEqualTo("there is no SMPP account acme");
    }

    @Test
    void aNodeThatDoesNotAnswerInTimeOrHasGoneIsATemporaryFailure() throws Exception {
        FarmSessions first = node("node-1", Map.of());
        node("node-2", Map.of("acme", 1));
        farm.silence("node-2", true);
        assertThat(outcome(first, Duration.ofMillis(100)).error()).isEqualTo(MapUserError.temporary());
        farm.leave("node-2");
        assertThat(outcome(first, Duration.ofSeconds(5)).error())
                .isEqualTo(MapUserError.of(MapUserError.Code.ABSENT_SUBSCRIBER_SM));
    }

    @Test
    void aMessageAndItsOutcomeAreTheSameAtTheOtherNode() {
        HandedOver message = new HandedOver("acme", "demo", Duration.ofMillis(1_500), Messages.hello());
        assertThat(HandedOver.read(message.octets())).isEqualTo(message);
        assertThat(HandedOver.outcome(HandedOver.outcome((MapUserErrorException) null)))
                .isEmpty();
        MapUserError error = new MapUserError(
                MapUserError.Code.SM_DELIVERY_FAILURE,
                OptionalInt.of(0),
                Optional.of(new byte[] {1, 2}),
                Optional.of(Instant.ofEpochMilli(1_700_000_000_000L)));
        MapUserErrorException back = HandedOver.outcome(HandedOver.outcome(new MapUserErrorException(error, "no room")))
                .orElseThrow();
        assertThat(back.reason()).isEqualTo("no room");
        assertThat(back.error().code()).isEqualTo(error.code());
        assertThat(back.error().cause()).isEqualTo(error.cause());
        assertThat(back.error().diagnosticInfo().orElseThrow()).containsExactly(1, 2);
        assertThat(back.error().requestedRetransmissionTime()).isEqualTo(error.requestedRetransmissionTime());
    }
}
