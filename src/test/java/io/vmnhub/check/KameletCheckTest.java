// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.config.PropertiesFile;
import io.vmnhub.config.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KameletCheckTest {

    @TempDir
    Path folder;

    private Path routes;
    private Path connectors;

    @BeforeEach
    void copyTheShippedKamelets() throws IOException {
        routes = Files.createDirectories(folder.resolve("routes/applications")).getParent();
        connectors = Files.createDirectory(folder.resolve("connectors"));
        try (var files = Files.list(Path.of("connectors"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, connectors.resolve(file.getFileName()));
            }
        }
    }

    /** Findings in a route whose steps these are; the first step is on line 5. */
    private List<String> steps(String steps) throws IOException {
        Files.writeString(routes.resolve("applications/acme.camel.yaml"), """
                - route:
                    from:
                      uri: direct:acme
                      steps:
                """ + steps.indent(8));
        return check();
    }

    private List<String> kamelet(String name, String yaml) throws IOException {
        Files.writeString(connectors.resolve(name + ".kamelet.yaml"), yaml);
        return check();
    }

    private List<String> check() throws IOException {
        return new KameletCheck(read(connectors), read(routes))
                .findings().stream()
                        .map(finding -> finding.file().getFileName() + ":" + finding.line() + ": " + finding.message())
                        .toList();
    }

    private static List<YamlFile> read(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(camel|kamelet)\\.yaml"))
                    .sorted()
                    .map(YamlFile::read)
                    .toList();
        }
    }

    @Test
    void whatIsShippedIsInOrder() throws IOException {
        assertThat(new KameletCheck(read(Path.of("connectors")), read(Path.of("routes"))).findings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- to: kamelet:webhook-sink?url=https://a.example/sms",
                "- to: kamelet:webhook-sink?url=RAW(https://a.example/sms?a=1&b=2)&confirmWithin=800ms",
                "- to: {uri: kamelet:webhook-sink, parameters: {url: 'RAW(https://a.example/sms?a=1&b=2)', "
                        + "maxConnections: 5}}",
                "- to: {uri: kamelet:webhook-sink, parameters: {url: '{{acme.url}}', max-connections: "
                        + "'{{acme.connections}}'}}",
                "- to: {uri: kamelet:log-sink, parameters: {showContent: true, level: WARN}}",
                "- kamelet: {name: log-sink, parameters: {showContent: false}}",
                "- toD: kamelet:log-sink?logger=${header.CamelSmsApplication}",
                "- toD: kamelet:${header.sink}",
                "- filter: {simple: '${body} == null', steps: [{to: "
                        + "'kamelet:reject-action?error=sm-DeliveryFailure'}]}",
                "- to: {uri: kamelet:fan-out-action, parameters: {required: direct:acme kamelet:log-sink}}",
            })
    void whatIsRightIsNotReported(String step) throws IOException {
        assertThat(steps(step)).isEmpty();
    }

    @Test
    void anUnknownKameletIsReportedWithThoseThatAreThere() throws IOException {
        assertThat(steps("- to: kamelet:webhok-sink?url=https://a.example"))
                .containsExactly("acme.camel.yaml:5: there is no Kamelet webhok-sink; did you mean webhook-sink?");
        assertThat(steps("- to: kamelet:telex-sink"))
                .singleElement()
                .asString()
                .startsWith("acme.camel.yaml:5: there is no Kamelet telex-sink; there are ")
                .contains("discard-action, ", "log-sink, ", "webhook-sink");
    }

    @Test
    void aKameletThatTheCatalogueHasIsReportedWithTheCommandThatBringsIt() throws IOException {
        assertThat(steps("- to: kamelet:kafka-sink?topic=sms"))
                .containsExactly("acme.camel.yaml:5: there is no Kamelet kafka-sink: vmn-hub connector add kafka-sink"
                        + " fetches it from Apache Camel's catalogue");
        assertThat(steps("- to: kamelet:kakfa-sink?topic=sms"))
                .containsExactly("acme.camel.yaml:5: there is no Kamelet kakfa-sink; did you mean the catalogue's? "
                        + "vmn-hub connector add kafka-sink");
    }

    @Test
    void anUnknownPropertyIsReportedWhereItStands() throws IOException {
        assertThat(steps("""
                - to:
                    uri: kamelet:log-sink
                    parameters:
                      level: INFO
                      showContents: true
                """))
                .containsExactly("acme.camel.yaml:9: Kamelet log-sink has no property showContents; "
                        + "did you mean showContent?");
        assertThat(steps("- to: kamelet:webhook-sink?url=http://a.example&timeout=3s"))
                .singleElement()
                .asString()
                .contains("acme.camel.yaml:5", "no property timeout");
        assertThat(steps("- to: kamelet:discard-action?x=1"))
                .singleElement()
                .asString()
                .contains("it has none");
    }

    @Test
    void aMissingRequiredPropertyIsReported() throws IOException {
        assertThat(steps("- to: kamelet:webhook-sink?confirmWithin=3s"))
                .containsExactly("acme.camel.yaml:5: Kamelet webhook-sink needs the property url");
        assertThat(steps("- kamelet: {name: webhook-sink}"))
                .containsExactly("acme.camel.yaml:5: Kamelet webhook-sink needs the property url");
    }

    @Test
    void aPropertyOfAllUsesIsNotMissingAtOne() throws IOException {
        Path properties = Files.writeString(
                folder.resolve("application.properties"),
                "camel.kamelet.webhook-sink.url = https://a.example\ncamel.kamelet.log-sink.show-content = true\n");
        Path route = Files.writeString(
                folder.resolve("acme.camel.yaml"),
                "- from:\n    uri: direct:acme\n    steps:\n      - to: kamelet:webhook-sink\n");
        assertThat(new KameletCheck(
                                read(Path.of("connectors")),
                                List.of(YamlFile.read(route)),
                                List.of(PropertiesFile.read(properties)))
                        .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhook-sink?url=ftp://a.example | must look like https://app.example.com/sms and match ^https",
                "webhook-sink?url=http://a.example&maxConnections=many | must be an integer",
                "webhook-sink?url=http://a.example&maxConnections=0 | must be at least 1",
                "webhook-sink?url=http://a.example&maxConnections=99999 | must be at most 60000",
                "webhook-sink?url=http://a.example&confirmWithin=soon | must be a duration",
                "webhook-sink?url=http://a.example&confirmWithin=0 | must be above zero",
                "log-sink?showContent=yes | must be true or false",
                "log-sink?level=LOUD | must be one of TRACE, DEBUG",
                "reject-action?error=nobodyHome | must be one of unknownSubscriber",
                "fan-out-action?required=direct:nowhere | no route begins with direct:nowhere",
                "fan-out-action?required=kamelet:log-sink kamelet:nope-sink | there is no Kamelet nope-sink",
                "fan-out-action?required=kamelet:webhook-sink | needs the property url",
                "fan-out-action?required=kamelet:log-sink?level=INFO | not a sink as scheme:name",
                "fan-out-action?required=&optional=nonsense | not a sink as scheme:name",
            })
    void aWrongValueIsReportedWithWhatIsRight(String useAndReason) throws IOException {
        String[] parts = useAndReason.split(" \\| ");
        assertThat(steps("- to: kamelet:" + parts[0]))
                .anySatisfy(line ->
                        assertThat(line).startsWith("acme.camel.yaml:5:").contains(parts[1]));
    }

    @Test
    void aValueThatCamelWouldCutOrJoinIsReported() throws IOException {
        assertThat(steps("""
                - to:
                    uri: kamelet:webhook-sink
                    parameters:
                      url: https://a.example/sms?a=1&b=2
                """)).singleElement().asString().contains("acme.camel.yaml:8", "RAW(");
        assertThat(steps("""
                - to:
                    uri: kamelet:fan-out-action
                    parameters:
                      required: |
                        kamelet:log-sink
                        direct:acme
                """)).singleElement().asString().contains("several lines");
    }

    @Test
    void aStepToADirectRouteThatIsNotThereIsReported() throws IOException {
        assertThat(steps("- to: direct:acmee"))
                .containsExactly("acme.camel.yaml:5: no route begins with direct:acmee; did you mean direct:acme?");
        assertThat(steps("- toD: direct:${header.x}")).isEmpty();
    }

    @Test
    void aKameletThatIsNotWellFormedIsReported() throws IOException {
        assertThat(kamelet("mine-sink", """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: my-sink
                spec:
                  definition:
                    title: Mine
                    required: [place, colour]
                    properties:
                      place:
                        title: Where
                      timeout:
                        type: integer
                        default: soon
                """))
                .containsExactlyInAnyOrder(
                        "mine-sink.kamelet.yaml:3: metadata: key 'labels' is missing",
                        "mine-sink.kamelet.yaml:4: metadata.name is 'my-sink'; it must be 'mine-sink', as the "
                                + "file is called",
                        "mine-sink.kamelet.yaml:5: spec: key 'template' is missing",
                        "mine-sink.kamelet.yaml:6: spec.definition: key 'description' is missing",
                        "mine-sink.kamelet.yaml:8: required property colour is not defined",
                        "mine-sink.kamelet.yaml:10: spec.definition.properties.place: key 'type' is missing, one of "
                                + "string, integer, number, boolean",
                        "mine-sink.kamelet.yaml:12: property timeout must have another name: Camel's kamelet: "
                                + "endpoint takes this one for itself",
                        "mine-sink.kamelet.yaml:14: the default of property timeout is 'soon'; it must be an integer");
    }

    @Test
    void aKameletThatUsesAnotherIsCheckedLikeARoute() throws IOException {
        assertThat(kamelet("mine-sink", """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: mine-sink
                  labels: {camel.apache.org/kamelet.type: sink}
                spec:
                  definition: {title: Mine, description: Logs and posts., type: object}
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - to: kamelet:log-sink?loud=true
                        - to: kamelet:sink
                """))
                .singleElement()
                .asString()
                .startsWith("mine-sink.kamelet.yaml:12:")
                .contains("no property loud");
    }
}
