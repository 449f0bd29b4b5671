// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.cli.ConnectorCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command against a repository in a folder, which holds a catalogue of its own. */
class ConnectorCommandTest {

    @TempDir
    Path folder;

    private Path home;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static String kamelet(String name, String dependency) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: %s
                  labels:
                    camel.apache.org/kamelet.type: "sink"
                spec:
                  definition:
                    title: "Of %s"
                    description: Sends it on.
                    required:
                      - number
                    type: object
                    properties:
                      number:
                        title: Number
                        description: Where to
                        type: string
                  dependencies:
                    - "camel:core"
                    - "camel:kamelet"
                    - "%s"
                  template:
                    from:
                      uri: "kamelet:source"
                      steps:
                      - to: "log:{{number}}"
                """.formatted(name, name, dependency);
    }

    private void publish(String group, String artifact, String version, Map<String, String> files, String... needs)
            throws IOException {
        Path place = folder.resolve("repository")
                .resolve(group.replace('.', '/'))
                .resolve(artifact)
                .resolve(version);
        Files.createDirectories(place);
        StringBuilder pom = new StringBuilder(
                "<project><modelVersion>4.0.0</modelVersion><groupId>" + group + "</groupId><artifactId>" + artifact
                        + "</artifactId><version>" + version + "</version><dependencies>");
        for (String need : needs) {
            String[] parts = need.split(":");
            pom.append("<dependency><groupId>").append(parts[0]).append("</groupId><artifactId>");
            pom.append(parts[1])
                    .append("</artifactId><version>")
                    .append(parts[2])
                    .append("</version></dependency>");
        }
        Files.writeString(place.resolve(artifact + "-" + version + ".pom"), pom.append("</dependencies></project>"));
        try (ZipOutputStream jar =
                new ZipOutputStream(Files.newOutputStream(place.resolve(artifact + "-" + version + ".jar")))) {
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                jar.putNextEntry(new ZipEntry(file.getKey()));
                jar.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @BeforeEach
    void publish() throws IOException {
        publish("org.example", "util", "1.0", Map.of("one", "1"));
        publish("org.example", "util", "2.0", Map.of("two", "2"));
        publish("org.example", "pager", "1.0", Map.of("pager", "1"), "org.example:util:1.0", "org.slf4j:slf4j-api:9.9");
        publish("org.example", "other", "1.0", Map.of("other", "1"), "org.example:util:2.0");
        publish("org.example", "friend", "1.0", Map.of("friend", "1"), "org.example:util:1.0");
        publish(
                "org.apache.camel.kamelets",
                "camel-kamelets",
                Catalogue.VERSION,
                Map.of(
                        "kamelets/pager-sink.kamelet.yaml", kamelet("pager-sink", "mvn:org.example:pager:1.0"),
                        "kamelets/other-sink.kamelet.yaml", kamelet("other-sink", "mvn:org.example:other:1.0"),
                        "kamelets/friend-sink.kamelet.yaml", kamelet("friend-sink", "mvn:org.example:friend:1.0"),
                        "kamelets/log-sink.kamelet.yaml", kamelet("log-sink", "camel:log"),
                        "kamelets/lost-sink.kamelet.yaml", kamelet("lost-sink", "mvn:org.example:nowhere:1.0")));
        home = folder.resolve("home");
        Files.createDirectories(home.resolve("config"));
        Files.createDirectories(home.resolve("routes"));
        Files.createDirectories(home.resolve("connectors"));
        Files.writeString(home.resolve("connectors/log-sink.kamelet.yaml"), "the hub's own");
    }

    private int run(String... arguments) throws IOException {
        Path settings = Files.writeString(folder.resolve("settings.xml"), "<settings/>");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--home", home.toString(),
                "--settings", settings.toString(),
                "--repository", folder.resolve("repository").toUri().toString()));
        return new CommandLine(new ConnectorCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    private List<String> lib() throws IOException {
        try (var files = Files.list(home.resolve("connectors/lib"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aConnectorComesWithWhatItNeedsAndWithoutWhatTheHubHas() throws IOException {
        assertThat(run("add", "pager-sink")).as(err.toString()).isZero();
        assertThat(lib()).containsExactly("connectors.lock", "pager-1.0.jar", "util-1.0.jar");
        assertThat(Files.readString(home.resolve("connectors/lib/connectors.lock")))
                .contains("org.apache.camel.kamelets:camel-kamelets:" + Catalogue.VERSION, "org.example:util:1.0")
                .containsPattern("\"sha256\" : \"[0-9a-f]{64}\"");
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("pager-sink");
    }

    @Test
    void aSinkSendsAMessageAsJson() throws IOException {
        run("add", "pager-sink");
        assertThat(Files.readString(home.resolve("connectors/pager-sink.kamelet.yaml")))
                .contains("""
                      steps:
                      - filter:                                  # added by vmn-hub: a message goes out as JSON
                          simple: "${body} is 'io.vmnhub.sms.ShortMessage'"
                          steps:
                            - marshal:
                                json: {}
                            - convertBodyTo:
                                type: String
                                charset: UTF-8
                      - to: "log:{{number}}"
                """);
    }

    @Test
    void twoConnectorsMayNeedDifferentVersionsOfALibrary() throws IOException {
        run("add", "pager-sink");
        assertThat(run("add", "other-sink")).as(err.toString()).isZero();
        assertThat(lib())
                .containsExactly("connectors.lock", "other-1.0.jar", "pager-1.0.jar", "util-1.0.jar", "util-2.0.jar");
        assertThat(run("remove", "pager-sink")).isZero();
        assertThat(lib()).containsExactly("connectors.lock", "other-1.0.jar", "util-2.0.jar");
    }

    @Test
    void differentFilesOfTheSameNameAreKeptApart() throws IOException {
        publish("org.example.again", "util", "1.0", Map.of("one", "another"));
        publish("org.example", "other", "1.0", Map.of("other", "1"), "org.example.again:util:1.0");
        run("add", "pager-sink");
        assertThat(run("add", "other-sink")).as(err.toString()).isZero();
        assertThat(lib())
                .hasSize(5)
                .contains("connectors.lock", "other-1.0.jar", "pager-1.0.jar", "util-1.0.jar")
                .anyMatch(file -> file.matches("util-1.0-[0-9a-f]{8}.jar"));
        assertThat(run("remove", "other-sink")).isZero();
        assertThat(lib()).containsExactly("connectors.lock", "pager-1.0.jar", "util-1.0.jar");
    }

    @Test
    void whatAnotherConnectorNeedsStaysWhenOneIsRemoved() throws IOException {
        run("add", "pager-sink");
        run("add", "friend-sink");
        assertThat(run("remove", "pager-sink")).as(err.toString()).isZero();
        assertThat(lib()).containsExactly("connectors.lock", "friend-1.0.jar", "util-1.0.jar");
        assertThat(home.resolve("connectors/pager-sink.kamelet.yaml")).doesNotExist();
        assertThat(run("remove", "pager-sink")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("pager-sink was not added from the catalogue");
    }

    @Test
    void aNameThatTheHubHasIsNotOverwrittenAndCanBeAnother() throws IOException {
        assertThat(run("add", "log-sink")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("connector add log-sink --as camel-log-sink");
        assertThat(Files.readString(home.resolve("connectors/log-sink.kamelet.yaml")))
                .isEqualTo("the hub's own");
        assertThat(run("add", "log-sink", "--as", "camel-log-sink"))
                .as(err.toString())
                .isZero();
        assertThat(Files.readString(home.resolve("connectors/camel-log-sink.kamelet.yaml")))
                .contains("\n  name: camel-log-sink\n");
        assertThat(lib()).containsExactly("connectors.lock");
    }

    @Test
    void theNamesOfTheHubsOwnKameletsStayFreeForThem() throws IOException {
        Files.delete(home.resolve("connectors/log-sink.kamelet.yaml"));
        assertThat(run("add", "log-sink")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString())
                .contains("log-sink is the name of a Kamelet that comes with the hub")
                .contains("connector add log-sink --as camel-log-sink");
        assertThat(run("add", "pager-sink", "--as", "webhook-sink")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(home.resolve("connectors/webhook-sink.kamelet.yaml")).doesNotExist();
        try (var own = Files.list(Path.of("connectors"))) {
            assertThat(own.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".kamelet.yaml"))
                            .map(name -> name.replace(".kamelet.yaml", "")))
                    .containsExactlyInAnyOrderElementsOf(KnownNames.own());
        }
    }

    @Test
    void aComponentComesWithoutAKamelet() throws IOException {
        String camel = CamelContext.class.getPackage().getImplementationVersion();
        publish("org.apache.camel", "camel-pager", camel, Map.of("pager", "1"), "org.example:util:1.0");
        assertThat(run("add", "camel:pager")).as(err.toString()).isZero();
        assertThat(lib()).containsExactly("camel-pager-" + camel + ".jar", "connectors.lock", "util-1.0.jar");
        run("list");
        assertThat(out.toString()).contains("camel:pager");
        assertThat(run("remove", "camel:pager")).as(err.toString()).isZero();
        assertThat(lib()).containsExactly("connectors.lock");
        assertThat(run("add", "camel:pager", "--as", "mine")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("a component has the name of its artifact, as camel:kafka");
    }

    @Test
    void editorsFindTheSchemaOfWhatWasAdded() throws IOException {
        run("add", "pager-sink");
        assertThat(Files.readAllLines(home.resolve("connectors/pager-sink.kamelet.yaml")))
                .startsWith("# yaml-language-server: $schema=../config/schema/kamelet.schema.json");
    }

    @Test
    void whatCannotBeFoundOrFetchedIsNamed() throws IOException {
        assertThat(run("add", "nope-sink")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("the catalogue has no nope-sink");
        assertThat(run("add", "lost-sink")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("org.example:nowhere");
        assertThat(home.resolve("connectors/lost-sink.kamelet.yaml")).doesNotExist();
    }

    @Test
    void whereThereIsNothingItSaysSo() throws IOException {
        assertThat(run("list")).isZero();
        assertThat(out.toString()).startsWith("No connector has been added; vmn-hub connector search lists those");
        assertThat(run("search", "carrier-pigeon")).isZero();
        assertThat(out.toString())
                .contains("No sink or action of the catalogue has carrier-pigeon in its name or title.");
        assertThat(run("info", "kafak-sink")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("the catalogue has no kafak-sink; did you mean kafka-sink?");
        assertThat(run("info", "camel:kafka")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("https://camel.apache.org/components/latest/");
    }

    @Test
    void theListSaysWhereEachComesFromAndHowManyJarsItBrought() throws IOException {
        run("add", "friend-sink", "--as", "mate-sink");
        run("add", "log-sink", "--as", "camel-log-sink");
        out.getBuffer().setLength(0);
        run("list");
        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "camel-log-sink the catalogue's log-sink, org.apache.camel.kamelets:camel-kamelets:"
                                + Catalogue.VERSION + ", no jars",
                        "mate-sink the catalogue's friend-sink, org.apache.camel.kamelets:camel-kamelets:"
                                + Catalogue.VERSION + ", 2 jars");
    }

    @Test
    void whatTheCatalogueHasIsFoundByAWordAndDescribed() throws IOException {
        assertThat(run("search", "PAGER")).isZero();
        assertThat(out.toString()).contains("pager-sink", "Of pager-sink").doesNotContain("other-sink");
        assertThat(run("info", "pager-sink")).isZero();
        assertThat(out.toString()).contains("number", "required; Where to", "needs ", "org.example:pager:1.0");
    }
}
