// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import static io.vmnhub.component.smppserver.Accounts.account;
import static io.vmnhub.component.smppserver.Esme.esme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.sms.ShortMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many sessions, and sessions that die. */
@Timeout(180)
class SmppLoadIT {

    @Test
    void aHundredSessionsShareTheLoadWithinATenth() throws Exception {
        int sessions = 100;
        int messages = 10_000;
        try (Server server = Server.with(account()
                .maxSessions(sessions)
                .window(10)
                .maxWaiting(messages)
                .responseTimeout(Duration.ofSeconds(20))
                .confirmWithin(Duration.ofSeconds(40)))) {
            List<Esme> esmes = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                esmes.add(esme().counting().bind(server.port()));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> server.bound() == sessions);
            AtomicInteger sent = new AtomicInteger();
            AtomicInteger confirmed = new AtomicInteger();
            ShortMessage message = Sms.text("Hello");
            ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
            clock.scheduleWithFixedDelay(
                    () -> {
                        for (int i = 0; i < 20 && sent.get() < messages; i++) {
                            sent.incrementAndGet();
                            server.deliver(message).thenAccept(failure -> confirmed.addAndGet(failure == null ? 1 : 0));
                        }
                    },
                    0,
                    10,
                    TimeUnit.MILLISECONDS);
            await().atMost(Duration.ofSeconds(60)).until(() -> confirmed.get() == messages);
            clock.shutdown();
            int share = messages / sessions;
            assertThat(esmes)
                    .extracting(esme -> esme.count)
                    .allSatisfy(count -> assertThat(count).isBetween(share * 9 / 10, share * 11 / 10));
            esmes.forEach(esme -> esme.session.close());
        }
    }

    @Test
    void fiftyKilledSessionsLoseNothingThatWasAcknowledged() throws Exception {
        int kills = 50;
        int perSecond = 1_000;
        Set<String> received = ConcurrentHashMap.newKeySet();
        List<Esme> alive = Collections.synchronizedList(new ArrayList<>());
        try (Server server = Server.with(account()
                .maxSessions(20)
                .window(20)
                .responseTimeout(Duration.ofSeconds(30))
                .confirmWithin(Duration.ofSeconds(50)))) {
            for (int i = 0; i < 10; i++) {
                alive.add(receiving(received, server));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> server.bound() == 10);
            List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
            AtomicInteger refused = new AtomicInteger();
            AtomicInteger sent = new AtomicInteger();
            ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
            clock.scheduleAtFixedRate(
                    () -> {
                        for (int i = 0; i < perSecond / 100; i++) {
                            String text = "message " + sent.incrementAndGet();
                            server.deliver(Sms.text(text)).thenAccept(failure -> {
                                if (failure == null) {
                                    acknowledged.add(text);
                                } else {
                                    refused.incrementAndGet();
                                }
                            });
                        }
                    },
                    0,
                    10,
                    TimeUnit.MILLISECONDS);
            Random random = new Random(7);
            for (int killed = 1; killed <= kills; killed++) {
                int soFar = sent.get();
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> sent.get() >= soFar + 100);
                alive.remove(random.nextInt(alive.size())).die();
                alive.add(receiving(received, server));
            }
            clock.shutdown();
            assertThat(clock.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() + refused.get() == sent.get());
            assertThat(received).containsAll(acknowledged);
            assertThat(sent.get()).isGreaterThan(kills * 100);
            assertThat(refused.get())
                    .as("with other sessions there, nothing need be refused")
                    .isZero();
            assertThat(server.counted("vmnhub.smpp.again", "account", "acme"))
                    .as("messages that went to another session")
                    .isPositive();
            alive.forEach(esme -> esme.session.close());
        }
    }

    private static Esme receiving(Set<String> received, Server server) throws IOException {
        return esme().counting()
                .answering(message -> {
                    received.add(new String(message.getShortMessage()));
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5)); // an application that has work to do
                    return 0;
                })
                .bind(server.port());
    }
}
