// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.fixture.DisagreeingConnectors;
import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.HubFolder;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a running hub are changed, and it is asked to take them. */
class ReloadIT {

    private static final String ROUTE = "routes/applications/demo.camel.yaml";
    private static final String ACCEPTS = route("kamelet:log-sink");
    private static final String REJECTS = route("kamelet:reject-action?error=illegalSubscriber");

    @TempDir
    private static Path folder;

    private static RunningHub hub;
    private static Smsc smsc;

    private static String route(String sink) {
        return "- route:\n    id: demo\n    from:\n      uri: direct:demo\n      steps:\n        - to: " + sink + "\n";
    }

    @BeforeAll
    static void start() throws IOException {
        HubFolder home = HubFolder.shipped(folder);
        home.write(Map.of(ROUTE, ACCEPTS));
        Map<String, String> properties = new HashMap<>();
        properties.put("vmnhub.reload.watch", "false");
        properties.put("vmnhub.management.token", "a-token-of-sufficient-length");
        properties.put("vmnhub.smpp.port", String.valueOf(FreePort.next()));
        hub = RunningHub.of(home, properties, Map.of());
        smsc = Smsc.tcpClient("127.0.0.1", hub.port())
                .asAsp(101)
                .answerTimeout(Duration.ofSeconds(30))
                .open();
        smsc.activate();
    }

    @AfterAll
    static void stop() {
        smsc.close();
        hub.close();
    }

    @BeforeEach
    void asShipped() throws Exception {
        write(ROUTE, ACCEPTS);
        reload(false);
        assertThat(forward()).isEqualTo(Answer.Kind.RESULT);
    }

    private static void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
    }

    private static JsonNode reload(boolean dryRun) throws IOException {
        return new ObjectMapper()
                .readTree(hub.manage("POST", "/reload?dryRun=" + dryRun).body());
    }

    private static JsonNode changes() throws IOException {
        return new ObjectMapper().readTree(hub.manage("GET", "/changes").body());
    }

    private static Answer.Kind forward() {
        return smsc.forwardSm(3, "234150000000123", Scene.text("reload")).kind();
    }

    @Test
    void aChangedRouteIsInForce() throws Exception {
        write(ROUTE, REJECTS);
        JsonNode result = reload(false);
        assertThat(result.path("outcome").asText()).as(result.toString()).isEqualTo("taken");
        assertThat(result.path("changed").toString()).isEqualTo("[\"" + ROUTE + "\"]");
        assertThat(forward()).isEqualTo(Answer.Kind.ERROR);
    }

    @Test
    void aDryRunSaysWhatIsWrongAndChangesNothing() throws Exception {
        write(ROUTE, route("kamelet:lgo-sink"));
        JsonNode result = reload(true);
        assertThat(result.path("outcome").asText()).isEqualTo("refused");
        assertThat(result.at("/findings/0/file").asText()).isEqualTo(ROUTE);
        assertThat(result.at("/findings/0/line").asInt()).isEqualTo(6);
        assertThat(result.at("/findings/0/message").asText()).contains("did you mean");
        assertThat(changes().path("refused")).isEmpty();
        assertThat(forward()).isEqualTo(Answer.Kind.RESULT);
    }

    @Test
    void aWrongFileLeavesAllAsItWasUntilItIsMended() throws Exception {
        write(ROUTE, REJECTS.replace("steps:", "stepz:"));
        assertThat(reload(false).path("outcome").asText()).isEqualTo("refused");
        assertThat(forward()).isEqualTo(Answer.Kind.RESULT);
        assertThat(changes().at("/refused/0/file").asText()).isEqualTo(ROUTE);
        assertThat(hub.readiness()).startsWith("{\"status\":\"UP\"").contains("degraded");
        assertThat(hub.counter("vmnhub_reload_findings")).isPositive();
        write(ROUTE, REJECTS);
        assertThat(reload(false).path("outcome").asText()).isEqualTo("taken");
        assertThat(forward()).isEqualTo(Answer.Kind.ERROR);
        assertThat(changes().path("refused")).isEmpty();
        assertThat(hub.counter("vmnhub_reload_findings")).isZero();
    }

    @Test
    void anApplicationIsAddedAndRemovedWhileTheHubRuns() throws Exception {
        String numbers = Files.readString(folder.resolve("config/numbers.yaml"));
        String acme = "routes/applications/acme.camel.yaml";
        write(acme, REJECTS.replace("demo", "acme"));
        write("config/numbers.yaml", numbers.replace("application: demo ", "application: acme "));
        assertThat(reload(false).path("outcome").asText()).isEqualTo("taken");
        assertThat(forward()).isEqualTo(Answer.Kind.ERROR);
        write("config/numbers.yaml", numbers);
        Files.delete(folder.resolve(acme));
        assertThat(reload(false).path("outcome").asText()).isEqualTo("taken");
        assertThat(forward()).isEqualTo(Answer.Kind.RESULT);
        assertThat(hub.context().getRoute("acme")).isNull();
    }

    @Test
    void theRouteThatTakesMessagesInIsReplacedToo() throws Exception {
        String file = "routes/inbound.camel.yaml";
        String shipped = Files.readString(folder.resolve(file));
        String first = "- process:\n            ref: smscLists";
        write(file, shipped.replace(first, "- to: kamelet:reject-action\n        " + first));
        assertThat(reload(false).path("outcome").asText()).isEqualTo("taken");
        assertThat(forward()).isEqualTo(Answer.Kind.ERROR);
        write(file, shipped);
        assertThat(reload(false).path("outcome").asText()).isEqualTo("taken");
        assertThat(forward()).isEqualTo(Answer.Kind.RESULT);
    }

    @Test
    void aChangedKameletIsInForceInTheRoutesThatUseIt() throws Exception {
        write(ROUTE, REJECTS.replace("?error=illegalSubscriber", ""));
        reload(false);
        assertThat(forward()).isEqualTo(Answer.Kind.ERROR);
        String file = "connectors/reject-action.kamelet.yaml";
        String shipped = Files.readString(folder.resolve(file));
        String template = shipped.substring(0, shipped.indexOf("  template:"))
                + "  template:\n    from:\n      uri: kamelet:source\n      steps:\n        - log: taken\n";
        write(file, template);
        JsonNode result = reload(false);
        assertThat(result.path("outcome").asText()).as(result.toString()).isEqualTo("taken");
        assertThat(forward()).isEqualTo(Answer.Kind.RESULT);
        write(file, shipped);
        assertThat(reload(false).path("outcome").asText()).isEqualTo("taken");
        assertThat(forward()).isEqualTo(Answer.Kind.ERROR);
    }

    @Test
    void aSecretThatAFileNamesIsReadAgain() throws Exception {
        write(
                "config/smpp.yaml",
                "listeners:\n  - {address: 127.0.0.1, port: " + FreePort.next()
                        + "}\naccounts:\n  - {systemId: acme, password: \"{{file:smpp-password}}\"}\n");
        assertThat(reload(false).path("outcome").asText()).isEqualTo("refused");
        write("config/smpp-password", "one");
        assertThat(reload(false).path("outcome").asText()).isEqualTo("taken");
        write("config/smpp-password", "two");
        JsonNode result = reload(false);
        assertThat(result.path("outcome").asText()).isEqualTo("taken");
        assertThat(result.path("changed").toString()).isEqualTo("[\"config/smpp-password\"]");
    }

    @Test
    void anAccountThatARouteNeedsIsNotTakenAway() throws Exception {
        String smpp = "listeners:\n  - {address: 127.0.0.1, port: " + FreePort.next()
                + "}\naccounts:\n  - {systemId: acme, password: sesame}\n";
        write("config/smpp.yaml", smpp);
        write(ROUTE, route("smpp-server:acme"));
        taken();
        write("config/smpp.yaml", smpp.replace("systemId: acme", "systemId: other"));
        JsonNode result = reload(false);
        assertThat(result.path("outcome").asText()).as(result.toString()).isEqualTo("refused");
        assertThat(result.at("/findings/0/file").asText()).isEqualTo(ROUTE);
        assertThat(result.at("/findings/0/message").asText()).startsWith("there is no SMPP account 'acme'");
        write("config/smpp.yaml", smpp);
        reload(false);
    }

    @Test
    void aPropertyThatARouteNamesIsLiveAndOneOfTheHubWaitsForTheNextStart() throws Exception {
        write(ROUTE, route("\"kamelet:reject-action?error={{own.error:illegalSubscriber}}\""));
        reload(false);
        String file = "config/application.properties";
        String shipped = Files.readString(folder.resolve(file));
        write(file, shipped + "\nown.error = absentSubscriberSM\nvmnhub.duplicates.capacity.x = 1\n");
        assertThat(reload(false).path("outcome").asText()).isEqualTo("refused");
        write(file, shipped.replace("capacity = 4194304", "capacity = 4194305") + "\nown.error = absentSubscriberSM\n");
        JsonNode result = reload(false);
        assertThat(result.path("outcome").asText()).as(result.toString()).isEqualTo("taken");
        assertThat(smsc.forwardSm(3, "234150000000123", Scene.text("reload")).toString())
                .contains("absentSubscriberSM");
        assertThat(changes().at("/nextStart/0/keys").toString()).isEqualTo("[\"vmnhub.duplicates.capacity\"]");
        write(file, shipped);
        reload(false);
        assertThat(changes().path("nextStart")).isEmpty();
    }

    @Test
    void connectorsThatDisagreeAboutALibraryComeChangeAndGo() throws Exception {
        DisagreeingConnectors connectors = new DisagreeingConnectors(folder.resolve("connectors"));
        connectors.write();
        String file = "routes/applications/disagreeing.camel.yaml";
        write(
                file,
                route("kamelet:first-sink").replace("demo", "first")
                        + route("kamelet:second-sink").replace("demo", "second"));
        taken();
        assertThat(ask("first")).isEqualTo(" bean1 service1 uri:v1 first1/1 shared1/1 letter1");
        assertThat(ask("second")).isEqualTo(" bean2 service2 uri:v2 second2/2 shared2/2 letter2");
        ClassLoader second = loader("second").get();
        WeakReference<ClassLoader> former = loader("first");

        connectors.library("1", "3");
        taken();
        assertThat(ask("first")).isEqualTo(" bean3 service3 uri:v3 first3/3 shared3/3 letter3");
        assertThat(ask("second")).isEqualTo(" bean2 service2 uri:v2 second2/2 shared2/2 letter2");
        assertThat(loader("second").get()).isSameAs(second);
        collected(former);

        Files.delete(connectors.lib().resolve("library-1.jar"));
        JsonNode refused = reload(false);
        assertThat(refused.path("outcome").asText()).as(refused.toString()).isEqualTo("refused");
        assertThat(refused.at("/findings/0/file").asText()).isEqualTo("connectors/lib/connectors.lock");
        assertThat(refused.at("/findings/0/message").asText())
                .isEqualTo("first-sink needs library-1.jar, which is not in connectors/lib:"
                        + " vmn-hub connector add first-sink fetches it again");
        assertThat(ask("first")).isEqualTo(" bean3 service3 uri:v3 first3/3 shared3/3 letter3");

        former = loader("first");
        write(file, route("kamelet:second-sink").replace("demo", "second"));
        Files.delete(folder.resolve("connectors/first-sink.kamelet.yaml"));
        Files.writeString(connectors.lib().resolve("first.jar"), "overwritten in place, and not a jar");
        assertThat(ask("first")).isEqualTo(" bean3 service3 uri:v3 first3/3 shared3/3 letter3");
        Files.delete(connectors.lib().resolve("first.jar"));
        connectors.lock(Map.of("second-sink", List.of("library-2.jar", "second.jar")));
        taken();
        assertThat(ask("second")).isEqualTo(" bean2 service2 uri:v2 second2/2 shared2/2 letter2");
        collected(former);
        Files.delete(folder.resolve(file));
        Files.delete(folder.resolve("connectors/second-sink.kamelet.yaml"));
        connectors.lock(Map.of());
        taken();
    }

    private static void taken() throws IOException {
        JsonNode result = reload(false);
        assertThat(result.path("outcome").asText()).as(result.toString()).isEqualTo("taken");
    }

    private static String ask(String route) {
        try (ProducerTemplate template = hub.context().createProducerTemplate()) {
            return template.requestBody("direct:" + route, "", String.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WeakReference<ClassLoader> loader(String scheme) {
        DefaultEndpoint endpoint = (DefaultEndpoint) hub.context().hasEndpoint(scheme + ":own");
        return new WeakReference<>(endpoint.getComponent().getClass().getClassLoader());
    }

    private static void collected(WeakReference<ClassLoader> loader) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return loader.get() == null;
        });
    }
}
