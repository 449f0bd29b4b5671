package io.vmnhub.northbound.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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

    private TargetAddresses addresses(Duration hold, boolean allowPrivate) {
        return new TargetAddresses(vertx, "app.example.com", 443, allowPrivate, this::answer, hold);
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
        assertThatThrownBy(() -> next(addresses)).isInstanceOf(ExecutionException.class)
                .hasMessageContaining("app.example.com leads to a private").hasMessageContaining("allowPrivateTargets");
    }

    @Test
    void onePrivateAddressAmongOthersIsEnoughToRefuse() {
        answers.add(List.of("8.8.8.8", "169.254.169.254"));
        assertThatThrownBy(() -> next(addresses(Duration.ofMinutes(1), false))).hasMessageContaining("allowPrivateTargets");
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
        assertThatThrownBy(() -> next(addresses(Duration.ofMinutes(1), false))).hasMessageContaining("app.example.com is not known");
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
