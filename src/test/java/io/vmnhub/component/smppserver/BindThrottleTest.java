// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.smpp.SmppSettings.Guard;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BindThrottleTest {

    private static final Guard GUARD = new Guard(Duration.ofSeconds(1), 20, 3, 6, Duration.ofMinutes(5));

    private final AtomicLong now = new AtomicLong();
    private final BindThrottle throttle =
            new BindThrottle(new KnownAddresses(Optional.empty(), Runnable::run), now::get);

    private static InetAddress address(String text) throws Exception {
        return InetAddress.getByName(text);
    }

    @Test
    void wrongPasswordsOfOthersSlowStrangersDownForAWhileAndLockNobodyOut() throws Exception {
        throttle.bound(address("192.0.2.1"), "acme");
        for (int i = 0; i < 6; i++) {
            throttle.wrongPassword(address("198.51.100." + i), "acme", GUARD);
        }
        InetAddress stranger = address("203.0.113.1");
        assertThat(throttle.isLockedOut(stranger, GUARD)).isFalse();
        assertThat(throttle.rightPassword(stranger, "acme", GUARD)).isEqualTo(Duration.ofSeconds(2));
        assertThat(throttle.wrongPassword(stranger, "acme", GUARD))
                .as("a wrong one is not told from a right one")
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(throttle.rightPassword(stranger, "other", GUARD)).isZero();
        assertThat(throttle.rightPassword(address("192.0.2.1"), "acme", GUARD)).isZero();
        now.addAndGet(Duration.ofMinutes(6).toNanos());
        assertThat(throttle.rightPassword(stranger, "acme", GUARD)).isZero();
        assertThat(throttle.locks(GUARD)).isEmpty();
    }

    @Test
    void anAddressIsLockedOutUntilItsTimeIsOverOrAnOperatorLiftsIt() throws Exception {
        InetAddress guesser = address("192.0.2.7");
        for (int i = 0; i < 3; i++) {
            assertThat(throttle.isLockedOut(guesser, GUARD)).isFalse();
            throttle.wrongName(guesser, GUARD);
        }
        assertThat(throttle.isLockedOut(guesser, GUARD)).isTrue();
        assertThat(throttle.locks(GUARD)).extracting(BindLock::name).containsExactly("192.0.2.7");
        assertThat(throttle.lift("192.0.2.7")).isTrue();
        assertThat(throttle.isLockedOut(guesser, GUARD)).isFalse();
        assertThat(throttle.lift("192.0.2.7")).isFalse();
    }

    @Test
    void theAddressesOfOneIpv6SubscriberAreOne() throws Exception {
        for (int i = 0; i < 3; i++) {
            throttle.wrongName(address("2001:db8:0:1::" + i), GUARD);
        }
        assertThat(throttle.isLockedOut(address("2001:db8:0:1:ffff::9"), GUARD)).isTrue();
        assertThat(throttle.isLockedOut(address("2001:db8:0:2::1"), GUARD)).isFalse();
    }

    @Test
    void eachWrongPasswordWaitsLongerUpToALimit() throws Exception {
        List<Duration> delays = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            delays.add(throttle.wrongPassword(address("192.0.2.1"), "acme", Guard.DEFAULT));
        }
        assertThat(delays)
                .extracting(Duration::toMillis)
                .containsExactly(250L, 500L, 1_000L, 2_000L, 4_000L, 4_000L, 4_000L);
    }

    @Test
    void aDamagedFileOfKnownAddressesLosesItsDamagedLinesOnly(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("data/known");
        KnownAddresses known = new KnownAddresses(Optional.of(file), Runnable::run);
        known.add("acme", "192.0.2.1");
        known.add("beta", "2001:db8:0:1:0:0:0:0");
        Files.write(file, new byte[] {'a', (byte) 0xE4, (byte) 0xFF, ' ', '1', '\n'}, StandardOpenOption.APPEND);
        Files.writeString(file, "acme \n192.0.2.9\nacme 192.0.2.3\n", StandardOpenOption.APPEND);
        KnownAddresses again = new KnownAddresses(Optional.of(file), Runnable::run);
        assertThat(again.contains("acme", "192.0.2.1")).isTrue();
        assertThat(again.contains("beta", "2001:db8:0:1:0:0:0:0")).isTrue();
        assertThat(again.contains("acme", "192.0.2.3")).isTrue();
        assertThat(again.contains("acme", "192.0.2.9")).isFalse();
    }

    @Test
    void theLongestUnusedAddressGivesItsPlace() {
        KnownAddresses known = new KnownAddresses(Optional.empty(), Runnable::run);
        known.add("acme", "first");
        known.add("acme", "second");
        known.add("acme", "first");
        for (int i = 0; i < 9_999; i++) {
            known.add("acme", "a" + i);
        }
        assertThat(known.contains("acme", "first")).isTrue();
        assertThat(known.contains("acme", "second")).isFalse();
    }
}
