// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.HashedWheelTimer;
import io.vmnhub.contract.Messages;
import io.vmnhub.smpp.EsmeAccount.BindType;
import io.vmnhub.smpp.SmppVersion;
import io.vmnhub.sms.MapUserErrorException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionQueueTest {

    private static final int WINDOW = 3;

    private final HashedWheelTimer timer = new HashedWheelTimer();
    private final SessionQueue queue = new SessionQueue(
            DeliveryPolicy.of(Accounts.account().window(WINDOW).build(), OtherNodes.NONE), timer, () -> {});

    @AfterEach
    void stop() {
        timer.stop();
    }

    private BoundSession bound(int slot) {
        return bound(slot, number -> true);
    }

    private BoundSession bound(int slot, Predicate<String> numbers) {
        BoundSession session = new BoundSession(
                new BoundSession.Peer(
                        "acme-" + slot,
                        slot,
                        new InetSocketAddress("127.0.0.1", 40_000),
                        false,
                        Optional.of(BindType.RECEIVER),
                        SmppVersion.V3_4,
                        Instant.now(),
                        numbers),
                null,
                null,
                Runnable::run);
        assertThat(queue.add(session)).isTrue();
        return session;
    }

    private Optional<BoundSession> offer() throws MapUserErrorException {
        return queue.offer(new Delivery(
                Messages.message().build(),
                "acme",
                System.nanoTime() + TimeUnit.MINUTES.toNanos(1),
                false,
                ended -> {}));
    }

    private Map<BoundSession, Long> given(int messages) throws MapUserErrorException {
        List<BoundSession> given = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            given.add(offer().orElseThrow());
        }
        return given.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    @Test
    void messagesAreSharedAmongAThousandSessionsEvenly() throws MapUserErrorException {
        for (int slot = 1; slot <= 1_000; slot++) {
            bound(slot);
        }
        assertThat(given(2_000))
                .hasSize(1_000)
                .allSatisfy((session, count) -> assertThat(count).isEqualTo(2));
    }

    @Test
    void theOneWithTheFewestInItsWindowIsNext() throws MapUserErrorException {
        BoundSession one = bound(1);
        BoundSession other = bound(2);
        given(4);
        queue.giveRoom(other);
        assertThat(offer()).contains(other);
        queue.giveRoom(one);
        assertThat(offer()).contains(one);
    }

    @Test
    void aMessageWaitsWhileAllWindowsAreFullAndGoesWhereThereIsRoom() throws MapUserErrorException {
        bound(1);
        BoundSession other = bound(2);
        given(2 * WINDOW);
        assertThat(offer()).isEmpty();
        assertThat(queue.next()).isEmpty();
        queue.giveRoom(other);
        assertThat(queue.next().orElseThrow().session()).contains(other);
    }

    @Test
    void aSessionThatJoinsLaterDoesNotGetAllUntilItHasCaughtUp() throws MapUserErrorException {
        BoundSession one = bound(1);
        for (int i = 0; i < 10; i++) {
            offer();
            queue.giveRoom(one);
        }
        BoundSession late = bound(2);
        List<BoundSession> next = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            BoundSession session = offer().orElseThrow();
            queue.giveRoom(session);
            next.add(session);
        }
        assertThat(next).containsExactly(one, late, one, late);
    }

    @Test
    void aSessionThatHasLeftGetsNothingAlsoWhenItsWindowGetsRoomAfterwards() throws MapUserErrorException {
        BoundSession gone = bound(1);
        BoundSession other = bound(2);
        given(4);
        queue.remove(gone);
        queue.giveRoom(gone);
        queue.giveRoom(gone);
        assertThat(queue.sessions()).containsExactly(other);
        assertThat(offer()).contains(other);
        assertThat(offer()).isEmpty();
    }

    @Test
    void whoHasBoundFirstIsTheFirstOfTheListWhateverTheyHaveGot() throws MapUserErrorException {
        BoundSession one = bound(7);
        BoundSession other = bound(3);
        offer();
        assertThat(queue.sessions()).containsExactly(one, other);
        assertThat(queue.inWindow()).isEqualTo(1);
    }

    @Test
    void aNumberThatNoSessionWantsIsRefused() {
        bound(1, number -> false);
        assertThat(queue.takes("447700900123")).isFalse();
        assertThatThrownBy(this::offer).hasMessageContaining("no session is bound");
    }
}
