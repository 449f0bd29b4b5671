// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vmnhub.broker.BrokerSettings;
import io.vmnhub.component.store.BrokerState;
import io.vmnhub.fixture.StoreHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Files of the broker that are damaged while the hub is down: what is lost is said, what is whole is kept, and errors
 * are true.
 */
class DamagedBrokerFilesIT {

    private static final String ROUTES = """
            - route: {from: {uri: direct:acme, steps: [{to: {uri: kamelet:store-action, parameters: {application: acme}}}]}}
            """;

    @TempDir
    Path data;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger("io.vmnhub.broker")).addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        ((Logger) LoggerFactory.getLogger("io.vmnhub.broker")).detachAppender(log);
    }

    private List<String> errors() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private StoreHub hub(long quota) throws Exception {
        return new StoreHub(new BrokerSettings("", "", "", data, quota, 1_000_000, Optional.empty()))
                .routes(ROUTES)
                .start();
    }

    private void store(int messages, long quota) throws Exception {
        try (StoreHub hub = hub(quota)) {
            List<CompletableFuture<Exception>> sends = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                sends.add(hub.send("direct:acme", StoreHub.message("m" + i, "text " + i)));
            }
            for (CompletableFuture<Exception> send : sends) {
                assertThat(send.get(60, TimeUnit.SECONDS)).isNull();
            }
        }
    }

    private Path newest(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .max(Comparator.comparing(file -> content(file)))
                    .orElseThrow();
        }
    }

    /** How many octets of a file are used. */
    private static long content(Path file) {
        try {
            byte[] octets = Files.readAllBytes(file);
            int used = octets.length;
            while (used > 0 && octets[used - 1] == 0) {
                used--;
            }
            return used;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void garble(Path file, long from, int octets) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] garbage = new byte[octets];
            Arrays.fill(garbage, (byte) 0x5A);
            channel.write(ByteBuffer.wrap(garbage), from);
        }
    }

    @Test
    void anUndamagedBrokerSaysNothing() throws Exception {
        store(100, 1_000);
        try (StoreHub hub = hub(1_000)) {
            assertThat(BrokerState.messages(hub, "store.acme")).isEqualTo(100);
        }
        assertThat(errors()).isEmpty();
    }

    @Test
    void aJournalThatIsCutOffIsTold() throws Exception {
        store(100, 1_000);
        Path journal = newest("journal", ".amq");
        try (FileChannel channel = FileChannel.open(journal, StandardOpenOption.WRITE)) {
            channel.truncate(content(journal) / 2);
        }
        expectLossTold();
    }

    @Test
    void aGarbledJournalIsTold() throws Exception {
        store(100, 1_000);
        Path journal = newest("journal", ".amq");
        garble(journal, content(journal) / 2, 2_000);
        expectLossTold();
    }

    private void expectLossTold() throws Exception {
        try (StoreHub hub = hub(1_000)) {
            long left = BrokerState.messages(hub, "store.acme");
            assertThat(left).isLessThan(100);
            assertThat(errors())
                    .anyMatch(line -> line.contains("store.acme holds " + left + " messages")
                            && line.contains("held 100")
                            && line.contains((100 - left) + " are lost"));
            assertThat(hub.send("direct:acme", StoreHub.message("more", "text")).get(20, TimeUnit.SECONDS))
                    .isNull();
        }
    }

    @Test
    void garbledBindingsEndTheStartWithAnErrorThatSaysWhatToDo() throws Exception {
        store(10, 1_000);
        Path bindings = newest("bindings", ".bindings");
        garble(bindings, 0, (int) content(bindings));
        assertThatThrownBy(() -> hub(1_000))
                .hasStackTraceContaining("the broker cannot read its files in " + data)
                .hasStackTraceContaining(data.resolve("bindings").toString())
                .hasStackTraceContaining("from a copy");
    }

    /** The messages behind the first 250 are in pages. */
    @Test
    void whatIsWholeBehindDamageInAPageIsKeptAndWhatIsTakenAfterwardsToo() throws Exception {
        store(400, 500);
        Path page = newest("paging", ".page");
        garble(page, Files.size(page) / 2, 10);
        try (StoreHub hub = hub(500)) {
            assertThat(errors()).anyMatch(line -> line.contains("is damaged at octet") && line.contains("are kept in"));
            assertThat(hub.send("direct:acme", StoreHub.message("more", "text")).get(20, TimeUnit.SECONDS))
                    .isNull();
            await().until(() -> BrokerState.messages(hub, "store.acme") >= 399);
            assertThat(hub.broker.problem()).isEmpty();
        }
    }

    @Test
    void theBeginningOfAMessageAtAPagesEndIsCutOffSoThatWhatFollowsIsRead() throws Exception {
        store(400, 500);
        Path page = newest("paging", ".page");
        try (FileChannel channel = FileChannel.open(page, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'{', 0, 0, 4, 0, 1, 2, 3}), Files.size(page));
        }
        try (StoreHub hub = hub(500)) {
            assertThat(hub.send("direct:acme", StoreHub.message("more", "text")).get(20, TimeUnit.SECONDS))
                    .isNull();
            List<String> delivered = new CopyOnWriteArrayList<>();
            hub.bind("sink", (Processor)
                    exchange -> delivered.add(exchange.getMessage().getHeader("CamelSmsMessageId", String.class)));
            hub.routes("- route: {from: {uri: kamelet:store-source, parameters: {application: acme}, steps: "
                    + "[{process: {ref: sink}}]}}");
            await().atMost(60, TimeUnit.SECONDS).until(() -> delivered.contains("more") && delivered.size() >= 401);
        }
        assertThat(errors()).isEmpty();
    }
}
