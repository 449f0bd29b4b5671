// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.management.Operator.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who is let in, and for how long. */
class SignInLockTest {

    private static final Operator ANNA = new Operator("anna", "a-token-of-sufficient-length", Role.OPERATOR);

    @Test
    void anAddressIsLockedOutAfterTenWrongTokensForAQuarterOfAnHour() {
        AtomicLong now = new AtomicLong();
        SignInLock lock = new SignInLock(now::get);
        for (int i = 0; i < SignInLock.MOST_WRONG; i++) {
            assertThat(lock.isLocked("10.0.0.1")).isFalse();
            lock.wrong("10.0.0.1");
        }
        assertThat(lock.isLocked("10.0.0.1")).isTrue();
        assertThat(lock.isLocked("10.0.0.2")).isFalse();
        now.addAndGet(SignInLock.LOCKED.toNanos() + 1);
        assertThat(lock.isLocked("10.0.0.1")).isFalse();
    }

    @Test
    void theRightTokenMakesWrongOnesForgotten() {
        SignInLock lock = new SignInLock();
        for (int i = 1; i < SignInLock.MOST_WRONG; i++) {
            lock.wrong("10.0.0.1");
        }
        lock.right("10.0.0.1");
        lock.wrong("10.0.0.1");
        assertThat(lock.isLocked("10.0.0.1")).isFalse();
    }

    @Test
    void aSessionEndsWithItsTimeAndTellsNoSecret() {
        AtomicLong millis = new AtomicLong(1_000_000);
        Clock clock = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(millis.get());
            }
        };
        Sessions sessions = new Sessions(Duration.ofHours(12), clock);
        Session session = sessions.begin(ANNA);
        assertThat(sessions.find(session.id())).contains(session);
        assertThat(session.toString()).doesNotContain(session.id(), session.csrfToken());
        assertThat(session.id()).hasSizeGreaterThan(40).isNotEqualTo(session.csrfToken());
        millis.addAndGet(Duration.ofHours(12).toMillis() + 1);
        assertThat(sessions.find(session.id())).isEmpty();
    }

    @Test
    void aViewerSeesOfANumberItsCountryAndNetwork() {
        assertThat(Role.VIEWER.visible("447700900123")).isEqualTo("44770•••••••");
        assertThat(Role.VIEWER.visible("+4477")).isEqualTo("+4•••");
        assertThat(Role.VIEWER.visible("Bank")).isEqualTo("Bank");
        assertThat(Role.OPERATOR.visible("447700900123")).isEqualTo("447700900123");
        assertThat(Role.VIEWER.visible(
                        Pages.object().put("imsi", "234150000000123").put("answer", "result"), "imsi"))
                .hasToString("{\"imsi\":\"23415••••••••••\",\"answer\":\"result\"}");
    }
}
