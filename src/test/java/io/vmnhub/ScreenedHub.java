package io.vmnhub;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Dialogue;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sccp.PartyAddress;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.screening.RulesInForce;
import io.vmnhub.screening.ScreeningRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.apache.camel.main.Main;
import org.awaitility.Awaitility;

/** A hub in this process with the shipped inbound routes, an SMSC on its link, and applications that remember the headers of what they got. */
final class ScreenedHub implements AutoCloseable {

    static final String VMN = "447700900001";
    /** Long for an answer, short for none. */
    private static final Duration USUAL = Duration.ofSeconds(5);
    private static final String IMSI = "234150000000001";
    private static final String FIRST_LINE = "# yaml-language-server: $schema=schema/screening.schema.json\n";

    private static final OffsetDateTime FIRST = OffsetDateTime.of(2026, 11, 22, 12, 0, 0, 0, ZoneOffset.UTC);

    private final AtomicInteger sent = new AtomicInteger();
    private final Path folder;
    private final Main main;
    private final Hub hub;
    private final Smsc smsc;
    private final List<Map<String, Object>> received = new CopyOnWriteArrayList<>();

    ScreenedHub(Path folder) throws Exception {
        this(folder, Map.of());
    }

    /** @param files by their paths below the folder, in the place of the shipped ones or beside them */
    ScreenedHub(Path folder, Map<String, String> files) throws Exception {
        this.folder = folder;
        copy(Path.of("config"), folder.resolve("config"));
        copy(Path.of("connectors"), folder.resolve("connectors"));
        Files.createDirectories(folder.resolve("routes/applications"));
        Files.copy(Path.of("routes/inbound.camel.yaml"), folder.resolve("routes/inbound.camel.yaml"));
        for (String application : List.of("demo", "quarantine")) {
            Files.writeString(folder.resolve("routes/applications/" + application + ".camel.yaml"), """
                - route:
                    id: %1$s
                    from:
                      uri: direct:%1$s
                      steps:
                        - setHeader:
                            name: application
                            constant: %1$s
                        - process:
                            ref: received
                """.formatted(application));
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        HubHome home = HubHome.of(folder);
        int port = freePort();
        hub = new Hub(home, new HubProperties(home, "prod", Map.of("vmnhub.ss7.port", String.valueOf(port),
                "camel.management.port", String.valueOf(freePort()))));
        main = hub.main();
        main.bind("received", (Processor) exchange -> received.add(Map.copyOf(exchange.getMessage().getHeaders())));
        main.start();
        smsc = Smsc.tcpClient("127.0.0.1", port).asAsp(101).answerTimeout(Duration.ofSeconds(5)).open();
        smsc.activate();
    }

    /** Puts rules into the file and waits until they are in force. @return how long that took */
    Duration rules(String yaml) throws IOException {
        ScreeningRules before = rules().screening().rules();
        long begun = System.nanoTime();
        write(yaml);
        Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(10)).until(() -> rules().screening().rules() != before);
        received.clear();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Writes the file in one go. */
    void write(String yaml) throws IOException {
        Path fresh = folder.resolve("config/.fresh");
        Files.writeString(fresh, FIRST_LINE + yaml);
        Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Path file() {
        return folder.resolve("config/screening.yaml");
    }

    RulesInForce rules() {
        return main.getCamelContext().getRegistry().lookupByNameAndType("screeningRules", RulesInForce.class);
    }

    /** How often a rule has decided so. */
    double decisions(String rule, String outcome) {
        Counter counter = main.getCamelContext().getRegistry().findSingleByType(MeterRegistry.class).find("vmnhub.screening.decisions")
                .tag("rule", rule).tag("outcome", outcome).counter();
        return counter == null ? 0 : counter.count();
    }

    Smsc smsc() {
        return smsc;
    }

    List<Map<String, Object>> received() {
        return received;
    }

    int openDialogues() {
        return hub.stack().status().openDialogues();
    }

    /** A message from an SMSC with this title on both layers. */
    Answer message(int version, String title, String text) {
        return message(version, title, title, text).join();
    }

    CompletableFuture<Answer> message(int version, String sccp, String map, String text) {
        return message(version, sccp, map, text, USUAL);
    }

    CompletableFuture<Answer> message(int version, String sccp, String map, String text, Duration patience) {
        // each from another second: none is a repeat of another
        return message(version, sccp, map, patience, SmsDeliverTpdu.from("447911123456").timestamp(FIRST.plusSeconds(sent.incrementAndGet())).gsm7(text).encode());
    }

    CompletableFuture<Answer> message(int version, String sccp, String map, byte[] tpdu) {
        return message(version, sccp, map, USUAL, tpdu);
    }

    private CompletableFuture<Answer> message(int version, String sccp, String map, Duration patience, byte[] tpdu) {
        Dialogue dialogue = smsc.mtDialogue(version).from(PartyAddress.title(sccp, 8)).answerTimeout(patience);
        CompletableFuture<Answer> answer = dialogue.invoke(Operation.forwardSm(version), Arguments.forwardSm(Arguments.imsi(IMSI),
                Arguments.serviceCentreAddressOa(map), tpdu, false));
        dialogue.send();
        return answer;
    }

    Answer query(int version, String sccp, String map) {
        Dialogue dialogue = smsc.dialogue(ApplicationContext.shortMsgGateway(version)).from(PartyAddress.title(sccp, 8))
                .to(PartyAddress.title(VMN, 6)).answerTimeout(USUAL);
        CompletableFuture<Answer> answer = dialogue.invoke(Operation.SEND_ROUTING_INFO_FOR_SM, Arguments.routingInfoForSm(VMN, true, map));
        dialogue.send();
        return answer.join();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        smsc.close();
        main.stop();
        main.getMainListeners().forEach(listener -> listener.afterStop(main)); // which only Main.run() calls by itself
    }
}
