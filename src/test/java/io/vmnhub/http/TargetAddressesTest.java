// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TargetAddressesTest {

    private final Vertx vertx = Vertx.vertx();
    private final Deque<List<String>> answers = new ArrayDeque<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private InetAddress[] answer(String host) throws UnknownHostException {
        List<String> next = answers.size() > 1 ? answers.poll() : answers.peek();
        if (next.isEmpty()) {
            throw new UnknownHostException(host);
        }
        InetAddress[] addresses = new InetAddress[next.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = InetAddress.getByName(next.get(i));
        }
        return addresses;
    }

    /** Addresses that hold, and may be used while they are looked up again, for as long. */
    private TargetAddresses addresses(Duration hold, boolean allowPrivate) {
        return new TargetAddresses(vertx, "app.example.com", 443, allowPrivate, this::answer, hold, hold);
    }

    private static SocketAddress next(TargetAddresses addresses) throws Exception {
        return addresses.next().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void theAddressThatWasCheckedIsTheOneConnectedTo() throws Exception {
        answers.add(List.of("8.8.8.8"));
        answers.add(List.of("127.0.0.1"));
        TargetAddresses addresses = addresses(Duration.ofMinutes(1), false);
        assertThat(next(addresses).hostAddress()).isEqualTo("8.8.8.8");
        assertThat(next(addresses).hostAddress()).isEqualTo("8.8.8.8");
    }

    @Test
    void aNameThatIsBoundAgainToAPrivateAddressIsRefused() throws Exception {
        answers.add(List.of("8.8.8.8"));
        answers.add(List.of("10.0.0.1"));
        TargetAddresses addresses = addresses(Duration.ofNanos(1), false);
        next(addresses);
        assertThatThrownBy(() -> next(addresses))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("app.example.com leads to a private")
                .hasMessageContaining("allowPrivateTargets");
    }

    @Test
    void aLookUpInTheBackgroundFindsThePrivateAddressTooAndNobodyWaitsForIt() throws Exception {
        answers.add(List.of("8.8.8.8"));
        answers.add(List.of("10.0.0.1"));
        TargetAddresses addresses = new TargetAddresses(
                vertx, "app.example.com", 443, false, this::answer, Duration.ofNanos(1), Duration.ofMinutes(1));
        next(addresses);
        assertThat(addresses.next().isComplete())
                .as("the address that was checked serves until the new one is known")
                .isTrue();
        await().until(() -> addresses.next().failed());
    }

    @Test
    void aNameServiceThatHangsHoldsUpFewThreads() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        AtomicInteger hanging = new AtomicInteger();
        NameService silent = host -> {
            hanging.incrementAndGet();
            try {
                hang.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        };
        for (int i = 0; i < 100; i++) {
            new TargetAddresses(vertx, i + ".example.com", 443, false, silent).next();
        }
        await().until(() -> hanging.get() == 8);
        assertThat(vertx.executeBlocking(() -> "done", false)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS))
                .as("the workers of everybody else are free")
                .isEqualTo("done");
        assertThat(hanging).hasValue(8);
        hang.countDown();
    }

    @Test
    void onePrivateAddressAmongOthersIsEnoughToRefuse() {
        answers.add(List.of("8.8.8.8", "169.254.169.254"));
        assertThatThrownBy(() -> next(addresses(Duration.ofMinutes(1), false)))
                .hasMessageContaining("allowPrivateTargets");
    }

    @Test
    void privateAddressesAreTakenWhenTheyAreAllowed() throws Exception {
        answers.add(List.of("10.0.0.1"));
        assertThat(next(addresses(Duration.ofMinutes(1), true)).hostAddress()).isEqualTo("10.0.0.1");
    }

    @Test
    void theLastAddressesAreKeptWhileTheNameServiceFails() throws Exception {
        answers.add(List.of("8.8.8.8"));
        answers.add(List.of());
        TargetAddresses addresses = addresses(Duration.ofNanos(1), false);
        next(addresses);
        assertThat(next(addresses).hostAddress()).isEqualTo("8.8.8.8");
    }

    @Test
    void anUnknownNameFails() {
        answers.add(List.of());
        assertThatThrownBy(() -> next(addresses(Duration.ofMinutes(1), false)))
                .hasMessageContaining("app.example.com is not known");
    }

    @Test
    void afterAFailedConnectionTheNextAddressIsTried() throws Exception {
        answers.add(List.of("8.8.8.8", "8.8.4.4"));
        TargetAddresses addresses = addresses(Duration.ofMinutes(1), false);
        next(addresses);
        addresses.tryAnother();
        assertThat(next(addresses).hostAddress()).isEqualTo("8.8.4.4");
    }
}
