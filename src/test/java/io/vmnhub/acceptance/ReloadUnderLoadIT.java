// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.HubFolder;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Smsc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Every kind of file is edited, rightly and wrongly in turn, while messages come for an application at once, for one
 * that a web server confirms after a moment, and for one in store mode. Short as it is built; the whole of it by
 * {@code -Dvmnhub.reload.edits=1000 -Dvmnhub.reload.rate=1000 -Dvmnhub.reload.usual-seconds=10}.
 */
class ReloadUnderLoadIT {

    private static final int EDITS = Integer.getInteger("vmnhub.reload.edits", 25);
    private static final int RATE = Integer.getInteger("vmnhub.reload.rate", 100);
    private static final int USUAL_SECONDS = Integer.getInteger("vmnhub.reload.usual-seconds", 2);
    private static final double MOST = 0.999;
    private static final int ROUNDS = 50;
    private static final long CONFIRMED_AFTER_MILLIS = 100;
    private static final List<String> IMSIS = List.of("234150000000123", "234150000000223", "234150000000323");
    private static final List<String> APPLICATIONS = List.of("demo", "web", "later");

    @TempDir
    private Path folder;

    private Receiver receiver;
    private RunningHub hub;
    private Smsc smsc;
    private final Waits before = new Waits();
    private final Waits during = new Waits();
    private final Waits warmingUp = new Waits();
    private volatile Waits waits = warmingUp;
    private volatile int rate = Math.max(ROUNDS, RATE / 10);
    private final Queue<String> wrongAnswers = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, String> shipped = new HashMap<>();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private int sent;

    /** One way to change a file, by its number; and whether the result is right. */
    private record Edit(String file, boolean right, UnaryOperator<String> change) {}

    @BeforeEach
    void start() throws Exception {
        receiver = Receiver.countingAfter(200, CONFIRMED_AFTER_MILLIS);
        HubFolder home = HubFolder.shipped(folder);
        home.write(Map.of(
                "routes/applications/demo.camel.yaml",
                routes("demo", "kamelet:log-sink"),
                "routes/applications/web.camel.yaml",
                """
                - route:
                    id: web
                    from:
                      uri: direct:web
                      steps:
                        - to:
                            uri: kamelet:webhook-sink
                            parameters:
                              url: %s
                              allowPrivateTargets: true
                              format: template
                              template: config/web.json
                              confirmWithin: 80s
                """.formatted(receiver.url()),
                "routes/applications/later.camel.yaml",
                """
                - route:
                    id: later
                    from:
                      uri: direct:later
                      steps:
                        - to: kamelet:store-action
                - route:
                    id: later-delivery
                    from:
                      uri: kamelet:store-source
                      parameters:
                        application: later
                      steps:
                        - to: kamelet:log-sink
                """,
                "config/web.json",
                "{\"id\": \"${id}\"}\n",
                "config/smpp.yaml",
                "listeners:\n  - {address: 127.0.0.1, port: " + FreePort.next()
                        + "}\naccounts:\n  - {systemId: acme, password: secret}\n",
                "config/numbers.yaml",
                """
                ranges:
                  - {from: "447700900100", to: "447700900199", firstImsi: "234150000000100", application: demo}
                  - {from: "447700900200", to: "447700900299", firstImsi: "234150000000200", application: web}
                  - {from: "447700900300", to: "447700900399", firstImsi: "234150000000300", application: later}
                """));
        Map<String, String> properties = new HashMap<>();
        properties.put("vmnhub.reload.watch", "false");
        properties.put("vmnhub.management.token", "a-token-of-sufficient-length");
        properties.put("vmnhub.smpp.port", String.valueOf(FreePort.next()));
        properties.put("vmnhub.broker.port", String.valueOf(FreePort.next()));
        properties.put("camel.component.ss7-map.answer-within", "90s"); // what else the machine does counts less
        properties.put("camel.component.ss7-map.answer-within-at-most", "90s");
        hub = RunningHub.of(home, properties, Map.of());
        smsc = Smsc.tcpClient("127.0.0.1", hub.port())
                .asAsp(101)
                .answerTimeout(Duration.ofSeconds(120))
                .open();
        smsc.activate();
    }

    @AfterEach
    void stop() throws Exception {
        timer.shutdownNow();
        if (smsc != null) {
            smsc.close();
            hub.close();
        }
        receiver.close();
    }

    private static String routes(String application, String sink) {
        return "- route:\n    id: " + application + "\n    from:\n      uri: direct:" + application
                + "\n      steps:\n        - to: " + sink + "\n";
    }

    /** Every kind of file, once rightly and once wrongly. */
    private static List<Edit> edits(int number) {
        String demo = "routes/applications/demo.camel.yaml";
        String web = "routes/applications/web.camel.yaml";
        String later = "routes/applications/later.camel.yaml";
        String kamelet = "connectors/webhook-sink.kamelet.yaml";
        String source = "connectors/store-source.kamelet.yaml";
        String properties = "config/application.properties";
        String step = "- setHeader: {name: edit, constant: \"" + number + "\"}\n        - to:";
        return List.of(
                new Edit(demo, true, text -> text.replace("- to:", step)),
                new Edit(demo, false, text -> text.replace("log-sink", "log-snik")),
                new Edit(
                        "config/numbers.yaml",
                        true,
                        text -> text + "  - {number: \"4477009" + (10_000 + number) + "\", firstImsi: \"2341500000"
                                + (10_000 + number) + "\", application: demo}\n"),
                new Edit("config/numbers.yaml", false, text -> text.replace("application: web", "application: nobody")),
                new Edit(
                        web,
                        true,
                        text -> text.replace(
                                "allowPrivate", "maxInFlight: " + (1000 + number) + "\n              allowPrivate")),
                new Edit(web, false, text -> text.replace("allowPrivateTargets", "allowPrivatTargets")),
                new Edit(kamelet, true, text -> text.replace("default: 2000", "default: " + (2000 + number))),
                new Edit(kamelet, false, text -> text.replace("sms-webhook:url", "sms-webhok:url")),
                new Edit(
                        later,
                        true,
                        text -> text.replace(
                                "- to: kamelet:log",
                                "- setHeader: {name: edit, constant: \"" + number + "\"}\n        - to: kamelet:log")),
                new Edit(
                        "config/applications.yaml",
                        true,
                        text -> text.replace("15m", "15m")
                                .replace(
                                        "applications:\n",
                                        "applications:\n  web: {messages: {duplicatesWithin: " + (20 + number % 50)
                                                + "h}}\n")),
                new Edit(
                        "config/applications.yaml",
                        false,
                        text -> text.replace("longMessages: parts", "longMessages: x")),
                new Edit("config/screening.yaml", true, text -> text + "\n# " + number + "\n"),
                new Edit("config/screening.yaml", false, text -> text + "\nsmsc: {}\n"),
                new Edit("config/smpp.yaml", true, text -> text.replace("secret", "secret" + number)),
                new Edit("config/smpp.yaml", false, text -> text.replace("systemId", "systemID")),
                new Edit(
                        "config/ss7.yaml",
                        true,
                        text -> text.replace(
                                "drainTimeout: 15s", "drainTimeout: " + (15 + number % 7) + "s\n# " + number)),
                new Edit("config/ss7.yaml", false, text -> text.replace("role: sgp", "role: spg")),
                new Edit("config/web.json", true, text -> "{\"id\": \"${id}\", \"edit\": " + number + "}\n"),
                new Edit(properties, true, text -> text + "\nown.key = " + number + "\n"),
                new Edit(properties, false, text -> text + "\nvmnhub.own.key = " + number + "\n"),
                new Edit(
                        "routes/inbound.camel.yaml",
                        true,
                        text -> text.replace("Takes each message", "Takes " + number)),
                new Edit("routes/inbound.camel.yaml", false, text -> text.replace("ref: screening", "ref: screenink")),
                new Edit(source, true, text -> text.replace("Longest pause", "Longest pause " + number)),
                new Edit("config/logback.xml", true, text -> text + "<!-- " + number + " -->\n"),
                new Edit("connectors/lib/own.jar", true, text -> text + number));
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void noMessageIsLostOrAnsweredWronglyWhateverIsEdited() throws Exception {
        lines.start();
        Logger answered = (Logger) LoggerFactory.getLogger("io.vmnhub.component.ss7map");
        answered.setLevel(Level.INFO);
        answered.addAppender(lines);
        load();
        Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> warmingUp.answered() > USUAL_SECONDS * rate);
        rate = RATE; // a hub that has just started refuses what its dialogues cannot hold
        Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> warmingUp.answered() > 2 * USUAL_SECONDS * RATE);
        waits = before;
        Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> before.answered() > USUAL_SECONDS * RATE);
        waits = during;
        List<String> wrong = new ArrayList<>();
        Map<String, int[]> edited = new TreeMap<>();
        long longest = 0;
        List<Edit> kinds = edits(0);
        for (int i = 0; i < EDITS; i++) {
            Edit edit = edits(i).get(i % kinds.size());
            write(edit);
            long begun = System.nanoTime();
            JsonNode result = reload();
            longest = Math.max(longest, System.nanoTime() - begun);
            if (!result.path("outcome").asText().equals(edit.right() ? "taken" : "refused")) {
                wrong.add(edit.file() + " " + edit.right() + ": " + result);
            }
            edited.computeIfAbsent(edit.file(), file -> new int[2])[edit.right() ? 0 : 1]++;
            putBack(edit);
        }
        timer.shutdown();
        timer.awaitTermination(10, TimeUnit.SECONDS);
        try {
            Awaitility.await().atMost(Duration.ofSeconds(150)).until(this::allAnswered);
        } catch (ConditionTimeoutException e) {
            wrong.add("not all messages were answered");
        }
        report(edited, longest);
        assertThat(wrong).isEmpty();
        assertThat(hub.context().getRoutes())
                .filteredOn(route -> hub.context().getRouteController().getRouteStatus(route.getRouteId()) == null)
                .isEmpty();
        assertThat(sum(Waits::answered)).as("none is lost").isEqualTo(sum(Waits::sent));
        assertThat(sum(Waits::wrong))
                .as(String.join(
                        "\n",
                        Stream.concat(
                                        wrongAnswers.stream(),
                                        lines.list.stream().map(ILoggingEvent::getFormattedMessage))
                                .limit(40)
                                .toList()))
                .isZero();
        long third = sum(Waits::sent) / 3;
        assertThat(receiver.count()).isBetween(third - 1, third + 1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .until(() -> new ObjectMapper()
                                .readTree(hub.manage("GET", "/changes").body())
                                .path("formerRoutes")
                                .asInt()
                        == 0);
        assertThat(hub.context().getRoutesSize()).isLessThan(20);
        assertThat(hub.context().getEndpointRegistry().size()).isLessThan(60);
    }

    private void load() {
        timer.scheduleAtFixedRate(
                () -> {
                    for (int i = 0; i < rate / ROUNDS; i++) {
                        send(sent++ % IMSIS.size());
                    }
                },
                0,
                1_000_000_000L / ROUNDS,
                TimeUnit.NANOSECONDS);
    }

    private void send(int application) {
        Waits now = waits;
        String name = APPLICATIONS.get(application);
        now.sent(name);
        smsc.forwardSmAsync(3, IMSIS.get(application), Scene.text("edit")).thenAccept(answer -> {
            if (!answer.isResult() && wrongAnswers.size() < 20) {
                wrongAnswers.add(name + ": " + answer);
            }
            now.answered(name, answer.after(), answer.isResult());
        });
    }

    private boolean allAnswered() {
        return sum(Waits::sent) == sum(Waits::answered);
    }

    private long sum(ToLongFunction<Waits> of) {
        return Stream.of(warmingUp, before, during).mapToLong(of).sum();
    }

    private void report(Map<String, int[]> edited, long longest) {
        List<String> kinds = new ArrayList<>();
        edited.forEach((file, counts) -> kinds.add("%s %d good %d bad".formatted(file, counts[0], counts[1])));
        LoggerFactory.getLogger(ReloadUnderLoadIT.class)
                .warn(
                        "{} edits under {} messages a second: {} messages, {} lost, {} answered wrongly; extra wait at"
                                + " worst {} ms, of 99.9 % at most {} ms (without edits {} ms and {} ms); the longest"
                                + " reload took {} ms; {}",
                        EDITS,
                        RATE,
                        during.sent(),
                        during.sent() - during.answered(),
                        during.wrong(),
                        during.extra(before, 1),
                        during.extra(before, MOST),
                        before.extra(before, 1),
                        before.extra(before, MOST),
                        TimeUnit.NANOSECONDS.toMillis(longest),
                        String.join(", ", kinds));
    }

    private JsonNode reload() throws IOException {
        return new ObjectMapper().readTree(hub.manage("POST", "/reload").body());
    }

    private void write(Edit edit) throws IOException {
        Path file = folder.resolve(edit.file());
        if (edit.file().endsWith(".jar")) {
            Files.createDirectories(file.getParent());
            Files.write(file, jar(edit.change().apply("")));
            return;
        }
        String text = shipped.computeIfAbsent(edit.file(), name -> read(file));
        String changed = edit.change().apply(text);
        assertThat(changed).as(edit.file()).isNotEqualTo(text);
        Files.writeString(file, changed);
    }

    /** A wrong file is mended; a right edit stays until the file's next. */
    private void putBack(Edit edit) throws IOException {
        if (!edit.right()) {
            Files.writeString(folder.resolve(edit.file()), shipped.get(edit.file()));
            reload();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] jar(String content) throws IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("content.txt"));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
