// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.sms.MessageIdentity;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfirmedIdentitiesTest {

    private static final Duration DAY = Duration.ofHours(24);

    @TempDir
    private Path folder;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private SplittableRandom random;

    @BeforeEach
    void sameRandomsEachTime() {
        random = new SplittableRandom(7);
    }

    private ConfirmedIdentities open(int capacity) throws IOException {
        return new ConfirmedIdentities(folder.resolve("table"), capacity, () -> DAY, clock::get);
    }

    private MessageIdentity next() {
        return new MessageIdentity(random.nextLong(), random.nextLong());
    }

    @Test
    void whatWasAddedIsKnownForItsTimeAndAfterARestart() throws IOException {
        MessageIdentity one = next();
        try (ConfirmedIdentities identities = open(1_024)) {
            assertThat(identities.contains(one, DAY)).isFalse();
            identities.add(one);
            assertThat(identities.contains(one, DAY)).isTrue();
            assertThat(identities.contains(next(), DAY)).isFalse();
        }
        try (ConfirmedIdentities identities = open(1_024)) {
            clock.addAndGet(DAY.toSeconds() - 1);
            assertThat(identities.contains(one, DAY)).isTrue();
            assertThat(identities.contains(one, Duration.ofHours(1))).isFalse();
            clock.incrementAndGet();
            assertThat(identities.contains(one, DAY)).isFalse();
        }
    }

    @Test
    void whatTheFileDoesNotTakeIsNotRememberedAndNoFailureOfItsMessage() throws IOException {
        ConfirmedIdentities identities = open(1_024);
        MessageIdentity one = next();
        identities.close();
        identities.add(one);
        assertThat(identities.contains(one, DAY)).isFalse();
    }

    @Test
    void seventyPercentOfTheCapacityFitWithoutAnyBeingForgotten() throws IOException {
        int count = (1 << 16) * 7 / 10;
        try (ConfirmedIdentities identities = open(1 << 16)) {
            for (int i = 0; i < count; i++) {
                identities.add(next());
            }
            assertThat(identities.forgotten()).isZero();
            random = new SplittableRandom(7);
            for (int i = 0; i < count; i++) {
                assertThat(identities.contains(next(), DAY)).isTrue();
            }
        }
    }

    @Test
    void whenItIsFullTheOldestGoAndAreCountedAndTheFileStaysAsItIs() throws IOException {
        try (ConfirmedIdentities identities = open(1_024)) {
            long size = Files.size(folder.resolve("table"));
            MessageIdentity last = next();
            for (int i = 0; i < 100_000; i++) {
                clock.incrementAndGet();
                last = next();
                identities.add(last);
            }
            assertThat(identities.contains(last, DAY)).isTrue();
            assertThat(identities.forgotten()).isPositive();
            assertThat(Files.size(folder.resolve("table"))).isEqualTo(size).isLessThan(40_000);
        }
    }

    @Test
    void expiredOnesMakeRoomWithoutBeingMissed() throws IOException {
        try (ConfirmedIdentities identities = open(1_024)) {
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 600; i++) {
                    identities.add(next());
                }
                clock.addAndGet(DAY.toSeconds() + 1);
            }
            assertThat(identities.forgotten()).isZero();
        }
    }

    @Test
    void anotherCapacityBeginsEmpty() throws IOException {
        MessageIdentity one = next();
        try (ConfirmedIdentities identities = open(1_024)) {
            identities.add(one);
        }
        try (ConfirmedIdentities identities = open(2_048)) {
            assertThat(identities.contains(one, DAY)).isFalse();
            identities.add(one);
            assertThat(identities.contains(one, DAY)).isTrue();
        }
    }

    @Test
    void twoCannotShareAFile() throws IOException {
        try (ConfirmedIdentities identities = open(1_024)) {
            assertThat(identities.forgotten()).isZero();
            assertThatThrownBy(() -> open(1_024))
                    .isInstanceOfAny(IOException.class, OverlappingFileLockException.class);
        }
    }
}
