// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.contract.Messages;
import io.vmnhub.database.Database;
import io.vmnhub.fixture.DatabaseServer;
import io.vmnhub.fixture.MariaDbServer;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.sms.ShortMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The inbox of the REST interface on MariaDB, whose tables and times are its own. */
@NeedsPeer(Peer.MARIADB)
class MariaDbInboxIT {

    private static final Selection ALL = new Selection("acme", "", "");

    private static Optional<DatabaseServer> server = Optional.empty();

    @BeforeAll
    static void startServer() throws Exception {
        server = MariaDbServer.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server.isPresent()) {
            server.get().close();
        }
    }

    private static ShortMessage message(String id) {
        return Messages.message().id(id).ucs2("Grüße 😀").build();
    }

    private static <T> T now(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static List<String> ids(List<InboxMessage> messages) {
        return messages.stream().map(message -> message.message().id()).toList();
    }

    @Test
    void messagesAreHandedOutInOrderHeldAndGoneWhenConfirmed() throws Exception {
        try (Database database = new Database(server.orElseThrow().settings());
                Inbox inbox = new Inbox(database.dataSource(), Duration.ofDays(7))) {
            List<CompletableFuture<Void>> stores = new ArrayList<>();
            for (String id : List.of("01A", "01a", "01B", "01C")) {
                stores.add(inbox.store("acme", message(id)));
            }
            for (CompletableFuture<Void> store : stores) {
                now(store);
            }
            now(inbox.store("acme", message("01A"))); // again, as when nobody heard of the first time
            assertThat(now(inbox.count(ALL)))
                    .as("ids that differ in case are two")
                    .isEqualTo(4);
            List<InboxMessage> first = now(inbox.lease(ALL, 2, Duration.ofMinutes(5)));
            assertThat(ids(first)).containsExactly("01A", "01a");
            assertThat(first.get(0).message()).usingRecursiveComparison().isEqualTo(message("01A"));
            assertThat(ids(now(inbox.lease(ALL, 10, Duration.ofMinutes(5)))))
                    .as("what nobody holds")
                    .containsExactly("01B", "01C");
            assertThat(now(inbox.confirm("acme", List.of("01A", "01B")))).isEqualTo(2);
            assertThat(ids(now(inbox.page(ALL, 10, 0)).messages())).containsExactly("01a", "01C");
            now(inbox.release("acme", List.of("01a", "01C")));
            assertThat(ids(now(inbox.lease(ALL, 10, Duration.ofMinutes(5))))).containsExactly("01a", "01C");
            assertThat(ids(now(inbox.lease(ALL, 10, Duration.ofMinutes(5))))).isEmpty();
            assertThat(now(inbox.confirm("acme", List.of("01a")))).isEqualTo(1);
            now(inbox.release("acme", List.of("01C")));
            assertThat(ids(now(inbox.take(ALL, 10)))).containsExactly("01C");
            assertThat(now(inbox.count(ALL))).isZero();
        }
    }

    @Test
    void subscriptionsAreKept() throws Exception {
        try (Database database = new Database(server.orElseThrow().settings());
                Inbox inbox = new Inbox(database.dataSource(), Duration.ofDays(7))) {
            Subscription subscription = new Subscription(
                    "s1",
                    new Selection("acme", "447700900001", "GRÜSSE"),
                    "https://acme.example.com/sms",
                    "😀",
                    Subscription.Form.SOAP);
            assertThat(now(inbox.subscriptions().add(subscription))).isTrue();
            assertThat(now(inbox.subscriptions().add(subscription))).as("twice").isFalse();
            assertThat(now(inbox.subscriptions().all(Subscription.Form.REST))).isEmpty();
            assertThat(now(inbox.subscriptions().all(Subscription.Form.SOAP))).containsExactly(subscription);
            now(inbox.subscriptions().remove("acme", "s1"));
            assertThat(now(inbox.subscriptions().all(Subscription.Form.SOAP))).isEmpty();
        }
    }
}
