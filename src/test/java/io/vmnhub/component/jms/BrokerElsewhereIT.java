// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.broker.BrokerSettings;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.fixture.BrokerElsewhere;
import io.vmnhub.fixture.BrokerElsewhere.Role;
import io.vmnhub.fixture.StoreHub;
import io.vmnhub.sms.ShortMessage;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.camel.Processor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub that is offered 1,000 messages a second, for its store, its queues and its queues in transactions, all on an
 * Artemis elsewhere that is killed. Every confirmed message must be there, none twice in a queue, and none delivered
 * twice from the store that was not in progress at the kill.
 */
class BrokerElsewhereIT {

    private static final List<String> MODES = List.of("store", "queue", "transacted");
    private static final int IN_PROGRESS = 100;
    private static final int ENOUGH = 1_500;
    private static final int KILLS = Integer.getInteger("vmnhub.test.broker-kills", 2);
    private static final String ROUTES = """
            - route:
                from:
                  uri: direct:store
                  steps:
                    - to: kamelet:store-action
            - route:
                from:
                  uri: kamelet:store-source
                  parameters:
                    application: store
                    maxInProgress: IN_PROGRESS
                  steps:
                    - process:
                        ref: sink
            """.replace("IN_PROGRESS", String.valueOf(IN_PROGRESS))
            + StoreHub.sink("queue")
            + StoreHub.sink("transacted", "transacted: true");

    @TempDir
    Path data;

    private final Queue<String> delivered = new ConcurrentLinkedQueue<>();
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger numbered = new AtomicInteger();
    private int port;
    private int otherPort;

    @BeforeEach
    void choosePorts() throws Exception {
        try (ServerSocket free = new ServerSocket(0);
                ServerSocket other = new ServerSocket(0)) {
            port = free.getLocalPort();
            otherPort = other.getLocalPort();
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void aBrokerThatIsKilledUnderLoadRefusesWhileItIsAwayAndHasEveryConfirmedMessageWhenItIsBack() throws Exception {
        try (BrokerElsewhere broker = new BrokerElsewhere(data, port).start();
                StoreHub hub = hub("tcp://127.0.0.1:" + port)) {
            for (int i = 0; i < KILLS; i++) {
                underLoad(hub, () -> {
                    broker.kill();
                    int before = refused.get();
                    await().atMost(Duration.ofMinutes(1)).until(() -> refused.get() > before + 100);
                    broker.start();
                });
            }
            check(broker, KILLS);
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void whenAPairsPrimaryIsKilledUnderLoadItsBackupTakesOverWithEveryConfirmedMessage() throws Exception {
        try (BrokerElsewhere primary = new BrokerElsewhere(data, port, Role.PRIMARY, otherPort).start();
                BrokerElsewhere backup = new BrokerElsewhere(data, otherPort, Role.BACKUP, port).start();
                StoreHub hub = hub("(tcp://127.0.0.1:" + port + ",tcp://127.0.0.1:" + otherPort + ")?ha=true")) {
            underLoad(hub, () -> {
                primary.kill();
                backup.awaitReady();
            });
            check(backup, 1);
        }
    }

    private StoreHub hub(String url) throws Exception {
        Processor sink = exchange ->
                delivered.add(exchange.getMessage().getBody(ShortMessage.class).id());
        return new StoreHub(new BrokerSettings(url, "", "", data, 1, 0, Optional.empty()))
                .bind("sink", sink)
                .routes(ROUTES)
                .start();
    }

    private interface Kill {
        void happens() throws Exception;
    }

    private void underLoad(StoreHub hub, Kill kill) throws Exception {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger inFlight = new AtomicInteger();
        try {
            clock.scheduleAtFixedRate(
                    () -> {
                        for (int i = 0; i < 10 && inFlight.get() < 5_000; i++) {
                            send(hub, inFlight);
                        }
                    },
                    0,
                    10,
                    TimeUnit.MILLISECONDS);
            awaitConfirmed(ENOUGH / 3);
            kill.happens();
            awaitConfirmed(ENOUGH / 3);
        } finally {
            clock.shutdown();
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> inFlight.get() == 0);
        assertThat(refused.get()).as("refused while nobody could confirm").isPositive();
    }

    /** So many more in each mode. */
    private void awaitConfirmed(int more) {
        Map<String, Long> before = confirmedByMode();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> confirmedByMode().entrySet().stream()
                        .allMatch(mode -> mode.getValue() >= before.get(mode.getKey()) + more));
    }

    private void send(StoreHub hub, AtomicInteger inFlight) {
        int number = numbered.getAndIncrement();
        String mode = MODES.get(number % MODES.size());
        inFlight.incrementAndGet();
        try {
            hub.send("direct:" + mode, StoreHub.message(mode + number, "text")).whenComplete((failure, thrown) -> {
                if (failure == null && thrown == null) {
                    confirmed.add(mode + number);
                } else {
                    refused.incrementAndGet();
                    assertThat(failure).isInstanceOf(NotConfirmedException.class);
                }
                inFlight.decrementAndGet();
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Long> confirmedByMode() {
        return MODES.stream()
                .collect(Collectors.toMap(
                        mode -> mode,
                        mode -> confirmed.stream()
                                .filter(id -> id.startsWith(mode))
                                .count()));
    }

    private List<String> confirmed(String mode) {
        return confirmed.stream().filter(id -> id.startsWith(mode)).toList();
    }

    private void check(BrokerElsewhere broker, int kills) throws Exception {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(confirmed("store"))
                        .as("confirmed, and not delivered")
                        .isSubsetOf(delivered));
        for (String mode : List.of("queue", "transacted")) {
            List<String> read = broker.read("sms." + mode);
            assertThat(confirmed(mode)).as("confirmed, and not in the queue").isSubsetOf(read);
            assertThat(read).doesNotHaveDuplicates();
        }
        List<String> twice = new ArrayList<>(delivered);
        Set.copyOf(delivered).forEach(twice::remove);
        assertThat(twice)
                .as("delivered twice: what was in progress at the kill")
                .hasSizeLessThanOrEqualTo(kills * IN_PROGRESS);
        System.out.printf(
                "%d kills: %,d messages confirmed, %d refused, %d delivered twice%n",
                kills, confirmed.size(), refused.get(), twice.size());
    }
}
