// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.contract.Messages;
import io.vmnhub.database.Database;
import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.database.SqlText;
import io.vmnhub.fixture.NastyTexts;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.ShortMessage;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the inbox does, on whatever database. */
@Timeout(60)
abstract class InboxContract {

    private static final Selection ALL = new Selection("acme", "", "");
    private static final Duration LONG = Duration.ofMinutes(5);

    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private Database database;
    private Inbox inbox;

    abstract DatabaseSettings settings();

    @BeforeEach
    void open() throws Exception {
        database = new Database(settings());
        try (Connection connection = database.dataSource().getConnection();
                Statement delete = connection.createStatement()) {
            delete.execute("delete from pull_message");
            delete.execute("delete from pull_subscription");
        }
        inbox = new Inbox(database.dataSource(), Duration.ofDays(7), metrics);
    }

    @AfterEach
    void close() {
        inbox.close();
        database.close();
    }

    private static ShortMessage message(String id, Instant receivedAt) {
        ShortMessage hello = Messages.message().text("Hello Grüße 😀").build();
        return new ShortMessage(
                id, Address.international("447700900001"), hello.serviceCentreAddress(), receivedAt, hello.deliver());
    }

    private void store(String... ids) throws Exception {
        for (String id : ids) {
            inbox.store("acme", message(id, Instant.now())).get(10, TimeUnit.SECONDS);
        }
    }

    private List<InboxMessage> lease(int most, Duration held) throws Exception {
        return lease(inbox, most, held);
    }

    private static List<InboxMessage> lease(Inbox inbox, int most, Duration held) throws Exception {
        return inbox.lease(ALL, most, held).get(10, TimeUnit.SECONDS);
    }

    private static List<String> ids(List<InboxMessage> messages) {
        return messages.stream().map(one -> one.message().id()).toList();
    }

    private double events(String event) {
        return Optional.ofNullable(metrics.find("vmnhub.inbox.events")
                        .tags("application", "acme", "event", event)
                        .counter())
                .map(counter -> counter.count())
                .orElse(0.0);
    }

    private double waiting(String state) {
        return metrics.get("vmnhub.inbox.messages")
                .tags("application", "acme", "state", state)
                .gauge()
                .value();
    }

    @Test
    void messagesComeInOrderAndAsTheyWere() throws Exception {
        store("b", "a", "c");
        List<InboxMessage> leased = lease(2, LONG);
        assertThat(ids(leased)).containsExactly("b", "a");
        assertThat(leased.get(0).message())
                .isEqualTo(message("b", leased.get(0).message().receivedAt()));
        assertThat(ids(lease(2, LONG))).containsExactly("c");
        assertThat(lease(2, LONG)).isEmpty();
    }

    @Test
    void whateverItsTextAMessageIsStoredAndFoundByItsFirstWord() throws Exception {
        for (int i = 0; i < NastyTexts.ALL.size(); i++) {
            String text = NastyTexts.ALL.get(i);
            ShortMessage nasty = Messages.message().text(text).build();
            ShortMessage message = new ShortMessage(
                    "n" + i,
                    Address.international("447700900001"),
                    nasty.serviceCentreAddress(),
                    Instant.now(),
                    nasty.deliver());
            inbox.store("acme", message).get(10, TimeUnit.SECONDS);
            List<InboxMessage> found = inbox.lease(new Selection("acme", "", Selection.firstWord(text)), 10, LONG)
                    .get(10, TimeUnit.SECONDS);
            assertThat(ids(found)).as("%s", text).containsExactly("n" + i);
            assertThat(found.get(0).message().text()).isEqualTo(SqlText.of(text));
            inbox.confirm("acme", List.of("n" + i)).get(10, TimeUnit.SECONDS);
        }
        for (String text : NastyTexts.ALL) {
            assertThat(inbox.lease(new Selection("acme", text, text), 10, LONG).get(10, TimeUnit.SECONDS))
                    .isEmpty();
        }
    }

    @Test
    void aLeaseThatIsOverHandsOutAgainAndCounts() throws Exception {
        store("a");
        assertThat(lease(1, Duration.ofMillis(1)).get(0).deliveries()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(lease(1, LONG))
                        .singleElement()
                        .extracting(InboxMessage::deliveries)
                        .isEqualTo(2));
    }

    @Test
    void whatIsGivenBackIsFreeAtOnceUnlessSomebodyElseHasItNow() throws Exception {
        store("a");
        List<InboxMessage> late = lease(1, Duration.ofMillis(1));
        List<InboxMessage> second = new ArrayList<>();
        await().atMost(Duration.ofSeconds(10)).until(() -> second.addAll(lease(1, LONG)));
        inbox.giveBack("acme", late).get(10, TimeUnit.SECONDS);
        assertThat(lease(1, LONG)).as("the second reader has it").isEmpty();
        inbox.giveBack("acme", second).get(10, TimeUnit.SECONDS);
        assertThat(lease(1, LONG)).hasSize(1);
    }

    @Test
    void aMessageThatIsStoredTwiceIsThereOnce() throws Exception {
        store("a", "a");
        assertThat(inbox.count(ALL).get(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(inbox.confirm("acme", List.of("a", "a", "b")).get(10, TimeUnit.SECONDS))
                .isEqualTo(1);
        assertThat(inbox.confirm("acme", List.of("a")).get(10, TimeUnit.SECONDS))
                .isZero();
    }

    @Test
    void pagesShowEverythingOnceInOrderWithoutHandingItOut() throws Exception {
        store("a", "b", "c", "d", "e");
        lease(1, LONG);
        List<String> seen = new ArrayList<>();
        InboxPage page = inbox.page(ALL, 2, 0).get(10, TimeUnit.SECONDS);
        seen.addAll(ids(page.messages()));
        while (page.next().isPresent()) {
            page = inbox.page(ALL, 2, page.next().getAsLong()).get(10, TimeUnit.SECONDS);
            seen.addAll(ids(page.messages()));
        }
        assertThat(seen).containsExactly("a", "b", "c", "d", "e");
        assertThat(ids(lease(10, LONG))).containsExactly("b", "c", "d", "e");
    }

    @Test
    void numberFirstWordAndApplicationChoose() throws Exception {
        store("a");
        assertThat(inbox.count(new Selection("acme", "447700900001", "HELLO")).get(10, TimeUnit.SECONDS))
                .isEqualTo(1);
        assertThat(inbox.count(new Selection("acme", "447700900002", "")).get(10, TimeUnit.SECONDS))
                .isZero();
        assertThat(inbox.count(new Selection("acme", "", "STOP")).get(10, TimeUnit.SECONDS))
                .isZero();
        assertThat(inbox.count(new Selection("other", "", "")).get(10, TimeUnit.SECONDS))
                .isZero();
        assertThat(inbox.find("other", "a").get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(inbox.confirm("other", List.of("a")).get(10, TimeUnit.SECONDS))
                .isZero();
    }

    @Test
    void whatNobodyFetchesIsThrownAwayWhenItIsTooOldAndCounted() throws Exception {
        inbox.store("acme", message("old", Instant.now().minus(Duration.ofDays(8))))
                .get(10, TimeUnit.SECONDS);
        store("new");
        inbox.throwAway(Duration.ofDays(7));
        assertThat(ids(lease(10, LONG))).containsExactly("new");
        assertThat(events("expired")).isEqualTo(1);
    }

    @Test
    void eachApplicationHasItsFigures() throws Exception {
        store("a", "b", "c");
        lease(2, LONG);
        inbox.poll();
        assertThat(waiting("waiting")).isEqualTo(1);
        assertThat(waiting("leased")).isEqualTo(2);
        inbox.confirm("acme", List.of("a", "b", "c")).get(10, TimeUnit.SECONDS);
        inbox.poll();
        assertThat(waiting("waiting") + waiting("leased")).isZero();
        assertThat(List.of(events("stored"), events("retrieved"), events("confirmed")))
                .containsExactly(3.0, 2.0, 3.0);
    }

    @Test
    void twoNodesWithOneDatabaseHandOutEachMessageOnce() throws Exception {
        int messages = 300;
        for (int i = 0; i < messages; i++) {
            inbox.store("acme", message("m" + i, Instant.now()));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> inbox.count(ALL).get(10, TimeUnit.SECONDS) == messages);
        Queue<String> handedOut = new ConcurrentLinkedQueue<>();
        ExecutorService readers = Executors.newFixedThreadPool(4);
        try (Database other = new Database(settings());
                Inbox there = new Inbox(other.dataSource(), Duration.ofDays(7), new SimpleMeterRegistry())) {
            List<Future<?>> work = new ArrayList<>();
            for (Inbox node : List.of(inbox, there, inbox, there)) {
                work.add(readers.submit(() -> {
                    while (handedOut.size() < messages) {
                        handedOut.addAll(ids(lease(node, 7, LONG)));
                    }
                    return null;
                }));
            }
            for (Future<?> one : work) {
                one.get(50, TimeUnit.SECONDS);
            }
            assertThat(handedOut).hasSize(messages).doesNotHaveDuplicates();
            assertThat(there.confirm("acme", handedOut).get(10, TimeUnit.SECONDS))
                    .isEqualTo(messages);
            assertThat(inbox.count(ALL).get(10, TimeUnit.SECONDS)).isZero();
        } finally {
            readers.shutdownNow();
        }
    }

    @Test
    void ofNodesWithOneDatabaseOneThrowsAwayWhatIsTooOldWhoeverHasStoredIt() throws Exception {
        store("old");
        try (Database other = new Database(settings());
                Inbox there = new Inbox(other.dataSource(), Duration.ofDays(7), new SimpleMeterRegistry())) {
            there.share(() -> false);
            there.throwAway(Duration.ofDays(-1));
            assertThat(inbox.count(ALL).get(10, TimeUnit.SECONDS)).isEqualTo(1);
            there.share(() -> true);
            there.throwAway(Duration.ofDays(-1));
            assertThat(inbox.count(ALL).get(10, TimeUnit.SECONDS)).isZero();
        }
    }

    /** A message came to a reader between these two moments, epoch milliseconds. */
    private record HandedOut(long asked, long arrived) {

        /** Whether one of the two readers certainly held the message when it came to the other. */
        boolean overlaps(HandedOut other, long lease) {
            return Math.max(arrived, other.arrived) - Math.min(asked, other.asked) < lease;
        }
    }

    /** Twenty readers at once; some never confirm. */
    @Test
    void nobodyGetsWhatAnotherHoldsAndNothingIsLost() throws Exception {
        int messages = 400;
        long lease = 1_000;
        Map<String, Long> confirmed = new ConcurrentHashMap<>();
        Map<String, Queue<HandedOut>> handedOut = new ConcurrentHashMap<>();
        Queue<String> violations = new ConcurrentLinkedQueue<>();
        ExecutorService readers = Executors.newFixedThreadPool(20);
        try {
            List<Future<?>> work = new ArrayList<>();
            for (int r = 0; r < 20; r++) {
                boolean forgetful = r % 5 == 0;
                work.add(readers.submit(() -> {
                    for (int turn = 0; confirmed.size() < messages; turn++) {
                        long before = System.nanoTime();
                        long asked = System.currentTimeMillis();
                        List<String> got = ids(lease(10, Duration.ofMillis(lease)));
                        long arrived = System.currentTimeMillis();
                        for (String id : got) {
                            handedOut
                                    .computeIfAbsent(id, added -> new ConcurrentLinkedQueue<>())
                                    .add(new HandedOut(asked, arrived));
                            Long gone = confirmed.get(id);
                            if (gone != null && gone - before <= 0) {
                                violations.add(id + " came after it was confirmed");
                            }
                        }
                        if (!got.isEmpty() && !(forgetful && turn % 2 == 0)) {
                            inbox.confirm("acme", got).get(10, TimeUnit.SECONDS);
                            got.forEach(id -> confirmed.putIfAbsent(id, System.nanoTime()));
                        }
                    }
                    return null;
                }));
            }
            for (int i = 0; i < messages; i++) {
                inbox.store("acme", message("m" + i, Instant.now()));
            }
            for (Future<?> one : work) {
                one.get(50, TimeUnit.SECONDS);
            }
        } finally {
            readers.shutdownNow();
        }
        handedOut.forEach((id, times) -> times.forEach(one -> times.stream()
                .filter(other -> other != one && one.overlaps(other, lease))
                .forEach(other -> violations.add(id + " came to two readers: " + one + ", " + other))));
        assertThat(violations).isEmpty();
        assertThat(inbox.count(ALL).get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void whatIsHandedOutForGoodIsGoneAndWhatIsHeldStays() throws Exception {
        store("m1", "m2", "m3");
        assertThat(ids(lease(1, LONG))).containsExactly("m1");
        assertThat(ids(inbox.take(ALL, 1).get(10, TimeUnit.SECONDS))).containsExactly("m2");
        assertThat(ids(inbox.take(ALL, 10).get(10, TimeUnit.SECONDS))).containsExactly("m3");
        assertThat(inbox.take(ALL, 10).get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(inbox.count(ALL).get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void aSubscriptionIsMadeOnceAndSeenInItsForm() throws Exception {
        Subscription soap = new Subscription(
                "s1",
                new Selection("acme", "447700900001", "STOP"),
                "https://acme.example.com/sms",
                "c-1",
                Subscription.Form.SOAP);
        assertThat(inbox.subscriptions().add(soap).get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(inbox.subscriptions().add(soap).get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(inbox.subscriptions().all(Subscription.Form.SOAP).get(10, TimeUnit.SECONDS))
                .containsExactly(soap);
        assertThat(inbox.subscriptions().all(Subscription.Form.REST).get(10, TimeUnit.SECONDS))
                .isEmpty();
        assertThat(inbox.subscriptions().remove("acme", "s1").get(10, TimeUnit.SECONDS))
                .isTrue();
        assertThat(inbox.subscriptions().remove("acme", "s1").get(10, TimeUnit.SECONDS))
                .isFalse();
    }
}
