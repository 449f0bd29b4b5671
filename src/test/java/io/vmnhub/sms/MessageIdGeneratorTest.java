// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessageIdGeneratorTest {

    @Test
    void idsAreTwentySixCharactersThatNeedNoEscapingInAUrl() {
        assertThat(new MessageIdGenerator().next()).matches("[0-9A-HJKMNP-TV-Z]{26}");
    }

    @Test
    void idsSortByTime() {
        AtomicLong clock = new AtomicLong(1_700_000_000_000L);
        MessageIdGenerator ids = new MessageIdGenerator(clock::getAndIncrement);
        List<String> made = Stream.generate(ids::next).limit(10_000).toList();
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void idsRiseWhileTheClockStandsStillOrGoesBack() {
        AtomicLong clock = new AtomicLong(1_700_000_000_000L);
        MessageIdGenerator ids = new MessageIdGenerator(clock::getAndDecrement);
        List<String> made = Stream.generate(ids::next).limit(200_000).toList();
        assertThat(made).isSorted();
        assertThat(new HashSet<>(made)).hasSameSizeAs(made);
    }

    @Test
    void generatorsThatStartAtTheSameMomentMakeDifferentIds() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(new MessageIdGenerator(() -> 1_700_000_000_000L).next());
        }
        assertThat(made).hasSize(10_000);
    }

    @Test
    void threadsNeverGetTheSameId() throws Exception {
        MessageIdGenerator ids = new MessageIdGenerator();
        Callable<List<String>> work =
                () -> Stream.generate(ids::next).limit(50_000).toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Set<String> all = new HashSet<>();
            for (Future<List<String>> made : new ArrayList<>(threads.invokeAll(List.of(work, work, work, work)))) {
                assertThat(made.get()).isSorted();
                all.addAll(made.get());
            }
            assertThat(all).hasSize(200_000);
        } finally {
            threads.shutdown();
        }
    }
}
