// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.VmnHub;
import io.vmnhub.fixture.Certificates;
import io.vmnhub.fixture.FreePort;
import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Each folder of {@code check} in the test resources holds files that replace or join the shipped ones, and the lines
 * expected of them.
 */
class CheckCommandTest {

    private static final Path CASES = Path.of("src/test/resources/io/vmnhub/check");
    private static final String EXPECTED = "expected.txt";

    @TempDir
    private Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void theShippedFiles() throws IOException {
        for (String folder : List.of("config", "routes", "connectors")) {
            copy(Path.of(folder), home.resolve(folder));
        }
    }

    static List<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsWrongIsToldLineByLine(String name) throws IOException {
        copy(CASES.resolve(name), home);
        Files.delete(home.resolve(EXPECTED));
        List<String> expected = Files.readAllLines(CASES.resolve(name).resolve(EXPECTED));
        int status = execute("check", "--home", home.toString());
        // which Kamelets are shipped is no matter of this test
        assertThat(out.toString()
                        .lines()
                        .map(line -> line.replaceFirst("(there is no Kamelet [^;]*; there are ).*", "$1…")))
                .containsExactlyElementsOf(expected);
        assertThat(err.toString()).isEmpty();
        assertThat(status).isEqualTo(1);
    }

    @Test
    void theShippedFilesAreGood() {
        assertThat(execute("check", "--home", home.toString()))
                .as("%s%s", out, err)
                .isZero();
        assertThat(out.toString().strip()).matches("[0-9]+ files are good");
    }

    @Test
    void theShippedFilesAreGoodInProfileDev() {
        assertThat(execute("check", "--home", home.toString(), "--profile", "dev"))
                .as("%s%s", out, err)
                .isZero();
    }

    @Test
    void anApplicationWithoutNumbersIsOnlyHintedAt() throws IOException {
        Files.writeString(
                home.resolve("routes/applications/acme.camel.yaml"),
                Files.readString(home.resolve("routes/applications/demo.camel.yaml"))
                        .replace("demo", "acme"));
        assertThat(execute("check", "--home", home.toString())).isZero();
        assertThat(out.toString())
                .startsWith("hint: routes/applications/acme.camel.yaml:")
                .contains("belongs to acme")
                .contains("files are good");
    }

    @Test
    void anApplicationMayHaveItsNumbersInAnImportedFileOnly() throws IOException {
        Files.writeString(
                home.resolve("config/numbers.yaml"), "\nimports:\n  - file: acme.csv\n", StandardOpenOption.APPEND);
        Files.writeString(home.resolve("config/acme.csv"), "447700910001,234150000777001,acme\n");
        Files.writeString(home.resolve("config/applications.yaml"), "\n  acme: {}\n", StandardOpenOption.APPEND);
        Files.writeString(home.resolve("routes/applications/acme.camel.yaml"), """
                - route:
                    id: acme
                    from:
                      uri: direct:acme
                      steps:
                        - to: kamelet:store-action
                - route:
                    id: acme-store
                    from:
                      uri: kamelet:store-source
                      parameters:
                        application: acme
                      steps:
                        - to: kamelet:log-sink
                """);
        assertThat(execute("check", "--home", home.toString()))
                .as("%s%s", out, err)
                .isZero();
        assertThat(out.toString().strip()).matches("[0-9]+ files are good");
    }

    @Test
    void aFileThatNothingReadsIsWarnedOf() throws IOException {
        for (String stray : List.of(
                "config/ss7.yaml~",
                "config/number.yaml",
                "config/smpp.yaml.rpmnew",
                "config/key.pem",
                "routes/acme.yaml")) {
            Files.writeString(home.resolve(stray), "not: [even, yaml");
        }
        assertThat(execute("check", "--home", home.toString()))
                .as("%s%s", out, err)
                .isZero();
        assertThat(out.toString().lines())
                .contains(
                        "warning: config/number.yaml: is not a file that the hub reads; did you mean numbers.yaml?",
                        "warning: config/ss7.yaml~: is not a file that the hub reads; did you mean ss7.yaml?",
                        "warning: routes/acme.yaml: is not read: the names of files in routes end in .camel.yaml")
                .anyMatch(line -> line.startsWith(
                        "warning: config/key.pem: is not a file that the hub reads, and no other file names it"))
                .anyMatch(line -> line.startsWith("warning: config/smpp.yaml.rpmnew: is not a file"))
                .last()
                .asString()
                .endsWith("files are good");
    }

    @Test
    void filesThatOthersNameAreReadWhereTheShippedExamplesPutThem() throws Exception {
        String smpp = Files.readString(home.resolve("config/smpp.yaml"));
        Files.writeString(
                home.resolve("config/smpp.yaml"),
                smpp.replaceAll(
                        "(?m)^#(  - address: 0|    port: 3550|    tls:|      certificate:" + "|      privateKey:)",
                        "$1"));
        Certificates.in(home.resolve("config"), "smpp");
        Files.move(home.resolve("config/smpp.pem"), home.resolve("config/smpp.crt"));
        Files.delete(home.resolve("config/smpp.p12"));
        Files.writeString(home.resolve("config/broker.p12"), "");
        Files.writeString(home.resolve("config/acme.json"), "{}");
        Files.writeString(
                home.resolve("config/application.properties"),
                "\nvmnhub.broker.key-store = config/broker.p12\n" + "acme.template = config/acme.json\n",
                StandardOpenOption.APPEND);
        assertThat(execute("check", "--home", home.toString()))
                .as("%s%s", out, err)
                .isZero();
        assertThat(out.toString())
                .doesNotContain("is not a file that the hub reads")
                .contains("config/broker.p12: holds a secret");
    }

    @Test
    void secretsThatEveryUserOfTheMachineMayReadAreWarnedOf() throws Exception {
        Path smpp = home.resolve("config/smpp.yaml");
        Files.writeString(smpp, Files.readString(smpp).replace("password: demo", "password: s3cret"));
        Files.writeString(
                home.resolve("config/application.properties"),
                "\nvmnhub.broker.password = {{file:broker-password}}\n",
                StandardOpenOption.APPEND);
        Files.writeString(home.resolve("config/broker-password"), "s3cret");
        for (Path file : List.of(smpp, home.resolve("config/broker-password"))) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
        assertThat(execute("check", "--home", home.toString()))
                .as("%s%s", out, err)
                .isZero();
        assertThat(out.toString().lines().filter(line -> line.startsWith("warning")))
                .containsExactly(
                        "warning: config/broker-password: holds a secret and is open to every user of this "
                                + "machine: chmod o-rwx config/broker-password",
                        "warning: config/smpp.yaml: holds a secret and is open to every user of this machine: "
                                + "chmod o-rwx config/smpp.yaml");
        Files.setPosixFilePermissions(smpp, PosixFilePermissions.fromString("rw-r-----"));
        Files.setPosixFilePermissions(
                home.resolve("config/broker-password"), PosixFilePermissions.fromString("rw-------"));
        out.getBuffer().setLength(0);
        execute("check", "--home", home.toString());
        assertThat(out.toString()).doesNotContain("warning");
    }

    @Test
    void aHubWhosePortIsTakenSaysSoInOneLineAndEnds() throws IOException {
        try (ServerSocket taken = listening();
                ServerSocket other = listening()) {
            other.close();
            String[] start = {
                "run",
                "--home",
                home.toString(),
                "-P",
                "vmnhub.ss7.port=" + other.getLocalPort(),
                "-P",
                "camel.management.port=" + taken.getLocalPort()
            };
            assertThat(execute(start)).isEqualTo(1);
            assertThat(err.toString().lines())
                    .containsExactly("run: the HTTP port 127.0.0.1:" + taken.getLocalPort() + " cannot be opened "
                            + "(Address already in use): stop what uses it, or change "
                            + "camel.management.host or camel.management.port");
            err.getBuffer().setLength(0);
            assertThat(execute(
                            "run",
                            "--home",
                            home.toString(),
                            "-P",
                            "vmnhub.ss7.port=" + other.getLocalPort(),
                            "-P",
                            "camel.management.port=" + TestSettings.freePort(),
                            "-P",
                            "vmnhub.http.enabled=true",
                            "-P",
                            "vmnhub.http.port=" + taken.getLocalPort()))
                    .isEqualTo(1);
            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .endsWith("change vmnhub.http.host or vmnhub.http.port");
        }
    }

    @Test
    void aTakenPortOfTheBrokerEndsTheStartWithOneLine() throws IOException {
        try (ServerSocket taken = listening();
                ServerSocket other = listening()) {
            other.close();
            assertThat(execute(
                            "run",
                            "--home",
                            home.toString(),
                            "-P",
                            "vmnhub.ss7.port=" + other.getLocalPort(),
                            "-P",
                            "vmnhub.broker.enabled=true",
                            "-P",
                            "vmnhub.broker.users.demo=secret12",
                            "-P",
                            "vmnhub.broker.port=" + taken.getLocalPort()))
                    .isEqualTo(1);
            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .contains("the broker's port 127.0.0.1:" + taken.getLocalPort() + " cannot be opened")
                    .endsWith("change vmnhub.broker.address or vmnhub.broker.port");
        }
    }

    @Test
    void portsThatAreTakenAreFoundWhenAskedFor() throws IOException {
        try (ServerSocket taken = listening();
                ServerSocket another = listening();
                ServerSocket other = listening()) {
            other.close();
            assertThat(execute(
                            "check",
                            "--ports",
                            "--home",
                            home.toString(),
                            "-P",
                            "vmnhub.ss7.port=" + taken.getLocalPort(),
                            "-P",
                            "vmnhub.smpp.port=" + another.getLocalPort(),
                            "-P",
                            "camel.management.port=" + other.getLocalPort()))
                    .isEqualTo(1);
            assertThat(out.toString().lines())
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line)
                            .matches("config/ss7.yaml:[0-9]+:[0-9]+: associations\\[0\\].local.port: .* cannot be "
                                    + "listened on .*"))
                    .anySatisfy(line -> assertThat(line).contains("config/smpp.yaml:", "listeners[0].port: "));
        }
    }

    @Test
    void theHttpPortAndTheBrokersAreLookedAtWhenTheHubWouldOpenThem() throws IOException {
        Files.writeString(
                home.resolve("routes/applications/price.camel.yaml"),
                "- from:\n    uri: platform-http:/price\n    steps:\n      - setBody: {constant: free}\n");
        try (ServerSocket http = listening();
                ServerSocket broker = listening()) {
            assertThat(execute(
                            "check",
                            "--ports",
                            "--home",
                            home.toString(),
                            "-P",
                            "vmnhub.ss7.port=" + FreePort.next(),
                            "-P",
                            "vmnhub.smpp.port=" + FreePort.next(),
                            "-P",
                            "camel.management.port=" + FreePort.next(),
                            "-P",
                            "vmnhub.broker.users.demo=secret12",
                            "-P",
                            "vmnhub.http.port=" + http.getLocalPort(),
                            "-P",
                            "vmnhub.broker.port=" + broker.getLocalPort()))
                    .isEqualTo(1);
            assertThat(out.toString().lines())
                    .filteredOn(line -> line.contains("cannot be listened on"))
                    .hasSize(2)
                    .anyMatch(line -> line.contains("vmnhub.http.port: 127.0.0.1:" + http.getLocalPort()))
                    .anyMatch(line -> line.contains("vmnhub.broker.port: 127.0.0.1:" + broker.getLocalPort()));
        }
    }

    @Test
    void whatNobodyUsesIsHintedAt() throws IOException {
        Path smpp = home.resolve("config/smpp.yaml");
        Files.writeString(
                smpp,
                Files.readString(smpp)
                        .replace(
                                "\naccounts:\n",
                                "\naccounts:\n  - systemId: nightly\n    password: \"{{env:NIGHTLY:secret12}}\"\n"));
        Path applications = home.resolve("config/applications.yaml");
        Files.writeString(applications, Files.readString(applications).replace("\n  demo:\n", "\n  demmo:\n"));
        Files.writeString(home.resolve("routes/applications/demo.camel.yaml"), """
                - route:
                    id: demo
                    from:
                      uri: direct:demo
                      steps:
                        - to: kamelet:jms-sink
                        - to: kamelet:jms-sink?destination=night
                """);
        assertThat(execute("check", "--home", home.toString()))
                .as("%s%s", out, err)
                .isZero();
        assertThat(out.toString().lines().filter(line -> line.startsWith("hint")))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains("config/smpp.yaml:", "no route delivers to the account nightly: "),
                        line -> assertThat(line)
                                .contains("config/applications.yaml:", "belongs to demmo; did you mean demo?"),
                        line -> assertThat(line)
                                .contains("demo.camel.yaml:6: nobody reads the queue sms.demo: there is no user"),
                        line -> assertThat(line)
                                .contains("demo.camel.yaml:7: nobody reads the queue night: no route begins"));
    }

    @Test
    void programsGetTheFindingsAsJson() throws IOException {
        copy(CASES.resolve("wrong-ss7"), home);
        assertThat(execute("check", "--json", "--home", home.toString())).isEqualTo(1);
        JsonNode document = new ObjectMapper().readTree(out.toString());
        assertThat(document.path("good").asBoolean()).isFalse();
        JsonNode first = document.at("/findings/0");
        assertThat(first.path("severity").asText()).isEqualTo("error");
        assertThat(first.path("file").asText()).isEqualTo("config/ss7.yaml");
        assertThat(first.path("line").asInt()).isEqualTo(12);
        assertThat(first.path("column").asInt()).isEqualTo(12);
        assertThat(first.path("message").asText()).startsWith("pointCode: is 'one'");
    }

    @Test
    void gitHubGetsTheFindingsAsAnnotations() throws IOException {
        copy(CASES.resolve("wrong-ss7"), home);
        assertThat(execute("check", "--github", "--home", home.toString())).isEqualTo(1);
        assertThat(out.toString().lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("::error file=config/ss7.yaml,line=12,col=12::pointCode: is 'one', but"));
    }

    @Test
    void aConnectorWhoseJarLacksAClassIsAFinding() throws Exception {
        Path classes = Files.createDirectory(home.resolve("classes"));
        Path source = Files.writeString(classes.resolve("Lame.java"), """
                package acme;
                public class Lame extends org.apache.camel.support.DefaultComponent {
                    protected org.apache.camel.Endpoint createEndpoint(String uri, String path,
                            java.util.Map<String, Object> parameters) {
                        throw new IllegalStateException(new Missing().toString());
                    }
                }
                class Missing {}
                """);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), source.toString()))
                .isZero();
        Path lib = Files.createDirectories(home.resolve("connectors/lib"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(lib.resolve("lame.jar")))) {
            jar.putNextEntry(new JarEntry("acme/Lame.class"));
            jar.write(Files.readAllBytes(classes.resolve("acme/Lame.class")));
            jar.putNextEntry(new JarEntry("META-INF/services/org/apache/camel/component/lame"));
            jar.write("class=acme.Lame".getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(home.resolve("routes/applications/acme.camel.yaml"), """
                - route:
                    id: acme
                    from:
                      uri: direct:acme
                      steps:
                        - to: lame:x
                        - to: log:x?levell=INFO
                """);
        assertThat(execute("check", "--home", home.toString())).isEqualTo(1);
        assertThat(out.toString().lines())
                .startsWith(
                        "routes/applications/acme.camel.yaml:6: there is no class acme.Missing: put the jar that has it "
                                + "into connectors/lib",
                        "routes/applications/acme.camel.yaml:7: log has no option levell; did you mean level?");
    }

    @Test
    void aLockFileThatNamesAJarThatIsNotThereIsAFinding() throws Exception {
        Path lock = Files.createDirectories(home.resolve("connectors/lib")).resolve("connectors.lock");
        Files.writeString(lock, """
                {
                  "big-sink" : {
                    "kamelet" : "some-sink",
                    "catalogue" : "org.apache.camel.kamelets:camel-kamelets:4.16.0",
                    "jars" : [ {
                      "artifact" : "org.example:util:1.0",
                      "file" : "util-1.0.jar",
                      "sha256" : "00"
                    } ]
                  }
                }
                """);
        assertThat(execute("check", "--home", home.toString())).isEqualTo(1);
        assertThat(out.toString())
                .startsWith("connectors/lib/connectors.lock:7: big-sink needs util-1.0.jar, which is not in"
                        + " connectors/lib: vmn-hub connector add some-sink --as big-sink fetches it again");
        for (String wrong : List.of("{\n  broken", "{\"a-sink\": null}", "[]", "{\"a-sink\": {\"jars\": null}}")) {
            out.getBuffer().setLength(0);
            Files.writeString(lock, wrong);
            assertThat(execute("check", "--home", home.toString())).as(wrong).isEqualTo(1);
            assertThat(out.toString())
                    .as(wrong)
                    .containsPattern(
                            "connectors/lib/connectors.lock(:\\d)?: is not what vmn-hub connector add has written: restore it");
        }
    }

    @Test
    void checkListensNowhereAndConnectsNowhere() throws IOException {
        try (ServerSocket m3ua = listening();
                ServerSocket management = listening();
                ServerSocket http = listening()) {
            String ss7 = Files.readString(home.resolve("config/ss7.yaml"));
            Files.writeString(
                    home.resolve("config/ss7.yaml"),
                    ss7.replaceFirst("side: server.*", "side: client")
                            .replaceFirst(
                                    "(peer:.*\\R.*peer-address:127.0.0.1}}\"])",
                                    "$1\n      port: " + m3ua.getLocalPort()));
            assertThat(execute(
                            "check",
                            "--home",
                            home.toString(),
                            "-P",
                            "vmnhub.ss7.port=" + m3ua.getLocalPort(),
                            "-P",
                            "camel.management.enabled=true",
                            "-P",
                            "camel.management.port=" + management.getLocalPort(),
                            "-P",
                            "camel.server.enabled=true",
                            "-P",
                            "camel.server.port=" + http.getLocalPort()))
                    .as("%s%s", out, err)
                    .isZero();
            for (ServerSocket socket : List.of(m3ua, management, http)) {
                socket.setSoTimeout(1);
                assertThatThrownBy(socket::accept).isInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    @Test
    void checkChangesNoFile() throws IOException {
        Map<Path, FileTime> before = files();
        execute("check", "--home", home.toString());
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void checkLeavesNoThreadThatKeepsTheProcessAlive() {
        Set<Thread> before = lasting();
        execute("check", "--home", home.toString());
        Awaitility.await().pollInSameThread().untilAsserted(() -> {
            Set<Thread> after = lasting();
            after.removeAll(before);
            assertThat(after).isEmpty();
        });
    }

    @Test
    void aHubDoesNotRunWithFilesThatAreWrong() throws IOException {
        copy(CASES.resolve("unknown-step"), home);
        assertThat(execute("run", "--home", home.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("routes/applications/acme.camel.yaml:6: there is no step filtr; did you mean filter?");
    }

    @Test
    void wrongUsageEndsWithStatusTwo() {
        assertThat(execute("check", "--hom", home.toString())).isEqualTo(2);
        assertThat(execute("check", "--home", home.resolve("nowhere").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("has no folder config");
    }

    private int execute(String... arguments) {
        CommandLine command = VmnHub.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static Set<Thread> lasting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon() && thread.isAlive())
                .collect(Collectors.toSet());
    }

    private Map<Path, FileTime> files() throws IOException {
        Map<Path, FileTime> times = new TreeMap<>();
        for (Path path : walk(home)) {
            times.put(path, Files.getLastModifiedTime(path));
        }
        return times;
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path path : walk(from)) {
            Path target = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else {
                Files.write(target, Files.readAllBytes(path));
            }
        }
    }

    private static List<Path> walk(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return new ArrayList<>(paths.toList());
        }
    }
}
