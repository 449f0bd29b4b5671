// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.hlr.AlertSender.Outcome;
import io.vmnhub.hlr.MessageWaiting.Cause;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberRange;
import io.vmnhub.numbering.NumberSettings;
import io.vmnhub.numbering.NumberState;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AlertsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final WaitingLimits LIMITS =
            new WaitingLimits(10, 1_000, Duration.ofHours(1), 20, Duration.ofSeconds(30));

    private final NumberPlan numbers = plan(NumberState.ACTIVE);
    private final MessageWaitingData data = new MessageWaitingData(new Forgetful(), LIMITS, Clock.systemUTC());
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private volatile Outcome outcome = Outcome.CONFIRMED;
    private volatile ApplicationState state = ApplicationState.READY;
    private final Alerts alerts = new Alerts(
            data,
            numbers,
            (vmn, centre, version) -> {
                sent.add(vmn.msisdn().substring(9) + " " + centre + " v" + version);
                return CompletableFuture.completedFuture(
                        outcome == Outcome.VERSION_NOT_SUPPORTED && version == 1 ? Outcome.CONFIRMED : outcome);
            },
            LIMITS,
            application -> state);

    private static NumberPlan plan(NumberState state) {
        return NumberPlan.of(List.of(
                new NumberRange("447700900000", "447700900099", "234150000000000", "acme"),
                new NumberRange(
                        "447700900100",
                        "447700900199",
                        "234150000000100",
                        NumberSettings.of("acme").withState(state, OptionalInt.empty()))));
    }

    @BeforeEach
    void start() {
        alerts.start();
    }

    @AfterEach
    void close() {
        alerts.close();
    }

    private void absent(String end, String centre, int version) {
        data.absent("447700900" + end, "acme", Cause.APPLICATION, centre, version);
    }

    @Test
    void everyServiceCentreIsAlertedOfEveryNumberAndForgotten() {
        absent("001", "441", 3);
        absent("001", "442", 1);
        absent("002", "441", 2);
        alerts.available("demo", "it is another application");
        alerts.available("acme", "it has bound");
        await().atMost(SOON).until(() -> data.size() == 0);
        assertThat(sent).containsExactlyInAnyOrder("001 441 v2", "001 442 v1", "002 441 v2");
        assertThat(alerts.count(Outcome.CONFIRMED)).isEqualTo(3);
        assertThat(data.isWaiting("acme")).isFalse();
    }

    @Test
    void aServiceCentreWithoutVersionTwoIsAlertedInVersionOne() {
        outcome = Outcome.VERSION_NOT_SUPPORTED;
        absent("001", "441", 3);
        alerts.available("acme", "it has bound");
        await().atMost(SOON).until(() -> data.size() == 0);
        assertThat(sent).containsExactly("001 441 v2", "001 441 v1");
    }

    @Test
    void aServiceCentreThatDoesNotConfirmIsAlertedAgainAfterAPause() {
        outcome = Outcome.FAILED;
        absent("001", "441", 3);
        absent("002", "441", 3);
        alerts.available("acme", "it has bound");
        await().atMost(SOON).until(() -> alerts.count(Outcome.FAILED) >= 2);
        assertThat(sent).hasSize(2);
        assertThat(data.size()).isEqualTo(2);
        outcome = Outcome.CONFIRMED;
        await().atMost(SOON).until(() -> data.size() == 0);
        assertThat(sent).hasSize(4);
    }

    @Test
    void aServiceCentreThatRefusesIsNotAlertedAgain() {
        outcome = Outcome.REFUSED;
        absent("001", "441", 3);
        alerts.available("acme", "it has bound");
        await().atMost(SOON).until(() -> data.size() == 0);
        assertThat(sent).hasSize(1);
    }

    @Test
    void alertsToOneServiceCentreAreSentAtItsPace() {
        for (int i = 0; i < 100; i++) {
            data.absent("4477009000" + (i < 10 ? "0" + i : i), "acme", Cause.APPLICATION, "441", 3);
        }
        long begun = System.nanoTime();
        alerts.available("acme", "it has bound");
        await().atMost(SOON).until(() -> data.size() == 0);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(3_500));
        assertThat(sent).hasSize(100);
    }

    @Test
    void aConfirmedMessageSaysThatItsApplicationIsBack() {
        absent("001", "441", 3);
        alerts.delivered("demo");
        alerts.delivered("acme");
        await().atMost(SOON).until(() -> data.size() == 0);
        assertThat(sent).containsExactly("001 441 v2");
    }

    @Test
    void whoWaitsForASuspendedNumberIsAlertedWhenItIsActiveAgain() {
        numbers.become(plan(NumberState.SUSPENDED));
        data.absent("447700900101", "acme", Cause.SUSPENDED, "441", 2);
        absent("001", "442", 2);
        alerts.available("acme", "it has bound");
        await().atMost(SOON).until(() -> data.size() == 1);
        assertThat(sent).containsExactly("001 442 v2");
        numbers.become(plan(NumberState.ACTIVE));
        alerts.numbersChanged();
        await().atMost(SOON).until(() -> data.size() == 0);
        assertThat(sent).containsExactly("001 442 v2", "101 441 v2");
    }

    @Test
    void nobodyIsAlertedOfANumberThatHasGone() {
        absent("001", "441", 2);
        numbers.become(NumberPlan.of(List.of()));
        alerts.available("acme", "it has bound");
        await().atMost(SOON).until(() -> data.size() == 0);
        assertThat(sent).isEmpty();
    }

    /** Keeps nothing. */
    private static final class Forgetful implements WaitingStore {

        @Override
        public List<MessageWaiting> load() {
            return List.of();
        }

        @Override
        public void write(Map<String, Optional<MessageWaiting>> numbersToKeep) {
            // nothing outlives these tests
        }
    }

    private static final ApplicationState AWAY = ApplicationState.away("its circuit is open", Optional.empty());

    @Test
    void whoWaitsIsAlertedWhenTheApplicationIsNoLongerAwayHoweverShortThatWas() {
        state = AWAY;
        absent("001", "441", 3);
        alerts.waitsFor("acme", AWAY);
        state = ApplicationState.READY;
        await().atMost(SOON).until(() -> data.size() == 0);
        assertThat(sent).containsExactly("001 441 v2");
    }

    @Test
    void anApplicationThatIsOnlyTriedIsAskedForTenNumbers() {
        state = AWAY;
        for (int i = 10; i < 40; i++) {
            absent("0" + i, "441", 3);
        }
        alerts.waitsFor("acme", AWAY);
        state = new ApplicationState(ApplicationState.Kind.TRIED, "it is tried", Optional.empty());
        await().atMost(SOON).until(() -> data.size() == 20);
        assertThat(sent).hasSize(10);
        state = ApplicationState.READY;
        await().atMost(SOON).until(() -> data.size() == 0);
        assertThat(sent).hasSize(30);
    }

    @Test
    void whileItIsAwayAndSomebodyWaitsThatIsToldNowAndThen() {
        List<String> away = new CopyOnWriteArrayList<>();
        alerts.whenAway(away::add);
        state = AWAY;
        absent("001", "441", 3);
        await().atMost(SOON).until(() -> away.size() >= 2);
        assertThat(away).containsOnly("acme");
        assertThat(sent).isEmpty();
    }
}
