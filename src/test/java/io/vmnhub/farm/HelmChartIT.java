// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.farm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Helm chart, by Helm itself and Kubernetes' own description of its resources. */
@NeedsPeer(Peer.HELM)
class HelmChartIT {

    private static final Path CHART = Path.of("deploy/helm/vmn-hub");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    /** @return what the program has printed, or why it has failed */
    private String check(Path chart, String... values) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getenv("HELM_JARS") + "/*",
                "src/test/helm/ChartCheck.java",
                chart.toString()));
        command.addAll(List.of(values));
        Path errors = folder.resolve("errors");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? output : "failed: " + Files.readString(errors);
    }

    private static Map<String, JsonNode> resources(String rendered) throws Exception {
        Map<String, JsonNode> resources = new HashMap<>();
        for (String line : rendered.lines().toList()) {
            JsonNode resource = JSON.readTree(line);
            resources.put(
                    resource.path("kind").asText() + " "
                            + resource.at("/metadata/name").asText(),
                    resource);
        }
        return resources;
    }

    @Test
    void whatTheChartRendersIsWhatKubernetesTakes() throws Exception {
        String rendered = check(
                CHART,
                "config=my-config",
                "routes=my-routes",
                "hostNetwork=true",
                "m3uaProtocol=SCTP",
                "serviceMonitor.enabled=true",
                "persistence.storageClass=fast",
                "podAnnotations.team=sms",
                "networkPolicy.signalling[0].ipBlock.cidr=10.0.0.0/8",
                "networkPolicy.applications[0].podSelector.matchLabels.app=acme",
                "networkPolicy.management[0].namespaceSelector.matchLabels.name=monitoring");
        assertThat(rendered).doesNotStartWith("failed");
        Map<String, JsonNode> resources = resources(rendered);
        assertThat(resources)
                .containsOnlyKeys(
                        "StatefulSet farm",
                        "Service farm-nodes",
                        "Service farm",
                        "ConfigMap farm-cluster",
                        "PodDisruptionBudget farm",
                        "NetworkPolicy farm",
                        "ServiceMonitor farm");
        assertThat(resources.get("Service farm-nodes").at("/spec/clusterIP").asText())
                .isEqualTo("None");
        assertThat(resources.get("NetworkPolicy farm").at("/spec/ingress")).hasSize(4);
        JsonNode hub = resources.get("StatefulSet farm").at("/spec/template/spec/containers/0");
        assertThat(hub.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/observe/health/ready");
        assertThat(hub.at("/lifecycle/preStop/exec/command/2").asText()).contains("vmn-hub drain");
        assertThat(hub.at("/args/0").asText())
                .as("secrets are no arguments")
                .doesNotContain("TOKEN")
                .doesNotContain("KEY");
        assertThat(hub.at("/ports/0/protocol").asText()).isEqualTo("SCTP");
    }

    @Test
    void aFieldThatKubernetesDoesNotKnowIsFound() throws Exception {
        Path chart = folder.resolve("vmn-hub");
        try (Stream<Path> files = Files.walk(CHART)) {
            for (Path file : files.toList()) {
                Files.copy(file, chart.resolve(CHART.relativize(file).toString()));
            }
        }
        Path set = chart.resolve("templates/statefulset.yaml");
        Files.writeString(set, Files.readString(set).replace("  serviceName:", "  serviceNane:"));
        assertThat(check(chart)).startsWith("failed").contains("serviceNane");
    }

    @Test
    void everyValueIsExplained() throws Exception {
        String explained = "";
        List<String> wrong = new ArrayList<>();
        for (String line : Files.readAllLines(CHART.resolve("values.yaml"))) {
            if (line.startsWith("#")) {
                explained = line;
            } else if (line.isBlank()) {
                explained = "";
            } else if (!line.startsWith(" ") && !line.startsWith("}") && explained.isEmpty()) {
                wrong.add(line);
            }
        }
        assertThat(wrong).isEmpty();
    }
}
