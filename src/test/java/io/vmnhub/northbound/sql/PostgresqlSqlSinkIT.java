package io.vmnhub.northbound.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmnhub.northbound.store.DatabaseSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresqlSqlSinkIT extends SqlSinkContract {

    private static Optional<PostgresqlServer> server = Optional.empty();

    @BeforeAll
    static void startServer() throws Exception {
        server = PostgresqlServer.start();
        assumeTrue(server.isPresent(), "PostgreSQL is not installed, or this user may not start it");
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server.isPresent()) {
            server.get().close();
        }
    }

    @Override
    DatabaseSettings settings() {
        return new DatabaseSettings(server.orElseThrow().url(), "hub", "", 4);
    }

    @Override
    String lockTable() {
        return "lock table sms_inbox in exclusive mode";
    }

    @Test
    void psqlReadsTheRowWithItsTimeAndItsEmoji() throws Exception {
        SqlSink sink = sink(settings -> { });
        assertThat(send(sink, message("01P", "Grüße 😀")).get(10, TimeUnit.SECONDS)).isNull();
        assertThat(server.orElseThrow().psql("set timezone to 'Asia/Kathmandu'; select text, service_centre_timestamp from sms_inbox "
                + "where message_id = '01P'")).contains("Grüße 😀|2026-11-22 04:05:06+05:45");
        sink.stop();
    }

    @Test
    void aServerThatIsKilledAndComesBackHasEveryConfirmedRow() throws Exception {
        SqlSink sink = sink(settings -> settings.setConfirmWithin("20s"));
        List<CompletableFuture<Exception>> sends = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            sends.add(send(sink, message("k" + i, "text")));
            if (i == 1_500) {
                sends.get(100).get(10, TimeUnit.SECONDS);
                server.orElseThrow().kill();
            }
        }
        server.orElseThrow().launch();
        int confirmed = 0;
        for (CompletableFuture<Exception> send : sends) {
            confirmed += send.get(30, TimeUnit.SECONDS) == null ? 1 : 0;
        }
        assertThat(confirmed).isEqualTo(3_000);
        assertThat(one("select count(*) from sms_inbox")).isEqualTo("3000");
        sink.stop();
    }
}
