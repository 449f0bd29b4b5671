// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.database.Database;
import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.hlr.MessageWaiting.Cause;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What message waiting data keeps, on whatever database. */
@Timeout(60)
abstract class MessageWaitingContract {

    private static final String ONE = "447700900001";
    private static final String TWO = "447700900002";
    private static final String CENTRE = "447785016005";

    private Database database;
    private MessageWaitingData data;

    abstract DatabaseSettings settings();

    @BeforeEach
    void open() throws Exception {
        database = new Database(settings());
        try (Connection connection = database.dataSource().getConnection();
                Statement delete = connection.createStatement()) {
            delete.execute("delete from message_waiting");
            delete.execute("delete from message_waiting_centre");
        }
        data = opened();
    }

    @AfterEach
    void close() {
        data.close();
        database.close();
    }

    private MessageWaitingData opened() {
        MessageWaitingData opened = new MessageWaitingData(
                new MessageWaitingTable(database.dataSource(), () -> true),
                new WaitingLimits(2, 100, Duration.ofHours(1), 20, Duration.ofSeconds(30)),
                Clock.systemUTC());
        List<MessageWaiting> found = new ArrayList<>();
        boolean[] loaded = {false};
        opened.start(all -> {
            found.addAll(all);
            loaded[0] = true;
        });
        await().atMost(Duration.ofSeconds(20)).until(() -> loaded[0]);
        return opened;
    }

    private static void kept(MessageWaitingData.Noted noted) throws Exception {
        noted.kept().get(20, TimeUnit.SECONDS);
    }

    @Test
    void whatWasKeptIsThereAfterARestart() throws Exception {
        kept(data.absent(ONE, "acme", Cause.APPLICATION, CENTRE, 3));
        kept(data.absent(ONE, "acme", Cause.APPLICATION, "447785016006", 1));
        kept(data.memoryCapacityExceeded(TWO, "demo", CENTRE, 2));
        MessageWaiting one = data.of(ONE).orElseThrow();
        MessageWaiting two = data.of(TWO).orElseThrow();
        data.close();
        data = opened();
        assertThat(data.of(ONE).orElseThrow().cause()).isEqualTo(Cause.APPLICATION);
        assertThat(data.of(ONE).orElseThrow().centres())
                .extracting(WaitingCentre::address, WaitingCentre::version)
                .containsExactlyElementsOf(one.centres().stream()
                        .map(centre -> org.assertj.core.groups.Tuple.tuple(centre.address(), centre.version()))
                        .toList());
        assertThat(data.of(TWO).orElseThrow().memoryCapacityExceeded()).isTrue();
        assertThat(Duration.between(
                                two.centres().get(0).until(),
                                data.of(TWO).orElseThrow().centres().get(0).until())
                        .abs())
                .isLessThan(Duration.ofMillis(2));
        assertThat(data.size()).isEqualTo(3);
        assertThat(data.waitingFor("acme")).extracting(MessageWaiting::msisdn).containsExactly(ONE);
    }

    @Test
    void whatIsOverIsGoneAfterARestart() throws Exception {
        kept(data.absent(ONE, "acme", Cause.SUSPENDED, CENTRE, 3));
        kept(data.absent(TWO, "acme", Cause.SUSPENDED, CENTRE, 3));
        data.reachable(ONE).get(20, TimeUnit.SECONDS);
        data.remove(ONE, CENTRE).get(20, TimeUnit.SECONDS);
        data.close();
        data = opened();
        assertThat(data.of(ONE)).isEmpty();
        assertThat(data.of(TWO).orElseThrow().cause()).isEqualTo(Cause.SUSPENDED);
        data.forget(TWO).get(20, TimeUnit.SECONDS);
        assertThat(data.size()).isZero();
        assertThat(data.isWaiting("acme")).isFalse();
    }

    @Test
    void manyChangesAtOnceAreAllKept() throws Exception {
        List<MessageWaitingData.Noted> noted = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            noted.add(data.absent("44770090" + (1000 + i), "acme", Cause.APPLICATION, CENTRE, 2));
            noted.add(data.absent("44770090" + (1000 + i), "acme", Cause.APPLICATION, CENTRE, 2));
        }
        for (MessageWaitingData.Noted one : noted) {
            kept(one);
        }
        data.close();
        data = opened();
        assertThat(data.size()).isEqualTo(50);
    }
}
