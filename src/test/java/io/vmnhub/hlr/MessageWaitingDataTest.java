// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmnhub.hlr.MessageWaiting.Cause;
import io.vmnhub.hlr.MessageWaitingData.Noted;
import io.vmnhub.sms.MessageWaitingStatus;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MessageWaitingDataTest {

    private static final String NUMBER = "447700900001";

    private final Moved clock = new Moved();
    private final Broken store = new Broken();
    private final MessageWaitingData data = new MessageWaitingData(
            store, new WaitingLimits(2, 3, Duration.ofHours(1), 20, Duration.ofSeconds(30)), clock);

    @AfterEach
    void close() {
        data.close();
    }

    private Noted absent(String number, String centre) {
        return data.absent(number, "acme", Cause.APPLICATION, centre, 3);
    }

    @Test
    void aNumberHasNoMoreCentresThanTheLimit() {
        assertThat(absent(NUMBER, "441").included()).isTrue();
        assertThat(absent(NUMBER, "442").included()).isTrue();
        Noted third = absent(NUMBER, "443");
        assertThat(third.included()).isFalse();
        assertThat(third.status()).isEqualTo(new MessageWaitingStatus(true, true, false));
        assertThat(absent(NUMBER, "441").status()).isEqualTo(new MessageWaitingStatus(false, true, false));
        assertThat(absent("447700900002", "441").included()).isTrue();
        assertThat(absent("447700900003", "441").included())
                .as("the fourth in all")
                .isFalse();
        assertThat(data.size()).isEqualTo(3);
    }

    @Test
    void bothFlagsAreKeptAndClearedTogether() {
        absent(NUMBER, "441");
        data.memoryCapacityExceeded(NUMBER, "acme", "442", 2);
        assertThat(data.of(NUMBER).orElseThrow().status("442")).isEqualTo(new MessageWaitingStatus(false, true, true));
        data.reachable(NUMBER);
        assertThat(data.of(NUMBER).orElseThrow().status("441"))
                .isEqualTo(new MessageWaitingStatus(false, false, false));
        data.remove(NUMBER, "441");
        data.remove(NUMBER, "442");
        assertThat(data.of(NUMBER)).isEmpty();
        assertThat(data.isWaiting("acme")).isFalse();
    }

    @Test
    void aServiceCentreOfVersionOneIsAlertedInVersionOne() {
        data.absent(NUMBER, "acme", Cause.APPLICATION, "441", 1);
        data.absent(NUMBER, "acme", Cause.APPLICATION, "442", 3);
        assertThat(data.of(NUMBER).orElseThrow().centres())
                .extracting(WaitingCentre::version)
                .containsExactly(1, 2);
    }

    @Test
    void whoHasWaitedTooLongIsForgottenWithTheFlags() {
        absent(NUMBER, "441");
        clock.ahead = Duration.ofMinutes(59);
        data.expire();
        assertThat(data.of(NUMBER)).isPresent();
        clock.ahead = Duration.ofMinutes(61);
        data.expire();
        assertThat(data.of(NUMBER)).isEmpty();
    }

    @Test
    void whoAsksAgainIsRememberedForLonger() {
        absent(NUMBER, "441");
        clock.ahead = Duration.ofMinutes(50);
        absent(NUMBER, "441");
        clock.ahead = Duration.ofMinutes(70);
        data.expire();
        assertThat(data.of(NUMBER).orElseThrow().centres()).hasSize(1);
    }

    @Test
    void aQueryIsAProbeNowAndThen() {
        absent(NUMBER, "441");
        assertThat(data.isProbe(NUMBER)).as("just found absent").isFalse();
        clock.ahead = Duration.ofSeconds(31);
        assertThat(data.isProbe(NUMBER)).isTrue();
        assertThat(data.isProbe(NUMBER)).as("once").isFalse();
        assertThat(data.isProbe("447700900009")).as("not noted").isFalse();
    }

    @Test
    void aNumberThatGoesToAnotherApplicationIsListedThere() {
        absent(NUMBER, "441");
        data.absent(NUMBER, "demo", Cause.APPLICATION, "442", 2);
        assertThat(data.isWaiting("acme")).isFalse();
        assertThat(data.waitingFor("demo")).hasSize(1);
    }

    @Test
    void aChangeThatIsNotKeptSaysSoAndIsKeptLater() throws Exception {
        data.start(found -> {});
        store.isBroken = true;
        Noted noted = absent(NUMBER, "441");
        assertThat(catchThrowableOfType(
                        ExecutionException.class, () -> noted.kept().get(10, TimeUnit.SECONDS)))
                .hasCauseInstanceOf(SQLException.class);
        assertThat(noted.included()).isTrue();
        store.isBroken = false;
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> store.written.containsKey(NUMBER));
    }

    /** A store in memory that can fail. */
    private static final class Broken implements WaitingStore {

        private final Map<String, Optional<MessageWaiting>> written = new java.util.concurrent.ConcurrentHashMap<>();
        private volatile boolean isBroken;

        @Override
        public List<MessageWaiting> load() {
            return List.of();
        }

        @Override
        public void write(Map<String, Optional<MessageWaiting>> numbers) throws SQLException {
            if (isBroken) {
                throw new SQLException("the disk is full");
            }
            written.putAll(numbers);
        }
    }

    /** The system's clock, set ahead. */
    private static final class Moved extends Clock {

        private volatile Duration ahead = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }
}
