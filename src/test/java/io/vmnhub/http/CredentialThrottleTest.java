// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CredentialThrottleTest {

    private static final String CLIENT = "192.0.2.1";

    private long nanos;
    private final CredentialThrottle throttle = new CredentialThrottle("rest", new SimpleMeterRegistry(), () -> nanos);

    private void wrong(int times) {
        for (int i = 0; i < times; i++) {
            throttle.wrong(CLIENT);
        }
    }

    @Test
    void someAreFreeAndThenEachCostsTwiceAsMuchUpToAMost() {
        wrong(CredentialThrottle.FREE - 1);
        assertThat(throttle.delay(CLIENT, "guess")).isZero();
        wrong(1);
        assertThat(throttle.delay(CLIENT, "guess")).isEqualTo(CredentialThrottle.FIRST);
        wrong(1);
        assertThat(throttle.delay(CLIENT, "guess")).isEqualTo(CredentialThrottle.FIRST.multipliedBy(2));
        wrong(1_000);
        assertThat(throttle.delay(CLIENT, "guess")).isEqualTo(CredentialThrottle.SLOWEST);
        assertThat(throttle.delay("192.0.2.2", "guess")).isZero();
    }

    @Test
    void aMinuteForgivesOne() {
        wrong(CredentialThrottle.FREE);
        nanos += Duration.ofMinutes(1).toNanos();
        assertThat(throttle.delay(CLIENT, "guess")).isZero();
        wrong(1_000);
        nanos += Duration.ofMinutes(26).toNanos();
        assertThat(throttle.delay(CLIENT, "guess")).isZero();
    }

    @Test
    void whatWasRightFromAnAddressIsNotHeldUpThere() {
        throttle.right(CLIENT, "key");
        wrong(100);
        assertThat(throttle.delay(CLIENT, "key")).isZero();
        assertThat(throttle.delay(CLIENT, "other")).isPositive();
        assertThat(throttle.delay(CLIENT, "")).as("not known yet").isPositive();
    }

    @Test
    void anIpv6HostHasOneAddressHoweverManyItUses() throws Exception {
        assertThat(ClientAddress.of(InetAddress.getByName("2001:db8:1:2::1")))
                .isEqualTo(ClientAddress.of(InetAddress.getByName("2001:db8:1:2:ffff::7")))
                .isNotEqualTo(ClientAddress.of(InetAddress.getByName("2001:db8:1:3::1")));
    }
}
