// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.smpp.EsmeAccount;
import io.vmnhub.smpp.SmppSettings;
import io.vmnhub.ss7.api.Ss7Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files in {@code config/} are the demo that design and README describe. */
class ShippedFilesTest {

    private final Path folder = Path.of("config");

    @Test
    void theyHaveNoErrors() {
        assertThat(new ConfigFolder(folder, name -> Optional.empty()).contents().errors())
                .isEmpty();
    }

    /** As Kubernetes does: numbers in rules of properties are text. */
    @Test
    void kameletsAreAsTheKameletCrdHasThem() throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(new ObjectMapper().readTree(Files.readString(folder.resolve("schema/kamelet.schema.json"))));
        try (Stream<Path> kamelets = Files.list(Path.of("connectors"))) {
            assertThat(kamelets.filter(file -> file.toString().endsWith(".kamelet.yaml")))
                    .isNotEmpty()
                    .allSatisfy(file -> {
                        assertThat(schema.validate(YamlFile.read(file).json()))
                                .as(file.toString())
                                .isEmpty();
                        assertThat(Files.readAllLines(file).get(0))
                                .isEqualTo("# yaml-language-server: $schema=../config/schema/kamelet.schema.json");
                    });
        }
    }

    @Test
    void routesNameTheSchemaOfTheirCamel() throws IOException {
        try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
            assertThat(routes.filter(file -> file.toString().endsWith(".camel.yaml")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readAllLines(file).get(0))
                            .matches("# yaml-language-server: \\$schema=https://.*/camel-"
                                    + new DefaultCamelCatalog().getCatalogVersion() + "/.*/camelYamlDsl.json"));
        }
    }

    @Test
    void theHubListensForTheDemoSmsc() {
        Ss7Settings ss7 = new ConfigFolder(folder, name -> Optional.empty()).ss7();
        assertThat(ss7.pointCode()).isEqualTo(1);
        assertThat(ss7.networkIndicator()).isEqualTo(2);
        assertThat(ss7.mscGlobalTitle()).isEqualTo("447700000001");
        assertThat(ss7.hlrGlobalTitle()).isEqualTo("447700000002");
        assertThat(ss7.associations())
                .containsExactly(new Ss7Settings.Association(
                        "smsc",
                        Ss7Settings.Protocol.TCP,
                        Ss7Settings.Side.SERVER,
                        List.of("127.0.0.1"),
                        2905,
                        List.of("127.0.0.1"),
                        0,
                        Optional.of(Duration.ofSeconds(10)),
                        Duration.ofSeconds(2)));
        assertThat(ss7.applicationServers())
                .containsExactly(new Ss7Settings.ApplicationServer(
                        "smsc",
                        Ss7Settings.Role.SGP,
                        Ss7Settings.Exchange.SINGLE,
                        OptionalLong.of(101),
                        OptionalLong.empty(),
                        Ss7Settings.TrafficMode.LOADSHARE,
                        1,
                        List.of("smsc"),
                        List.of(2)));
        assertThat(ss7.globalTitleTranslation())
                .contains(new Ss7Settings.TranslationRule(
                        "4477009*",
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        Set.of(6),
                        new Ss7Settings.Target.Local()));
        assertThat(ss7.deliveryThreads()).isBetween(2, 64);
        assertThat(ss7.maxDialogues()).isEqualTo(50_000);
        assertThat(ss7.dialogueIdleTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(ss7.drainTimeout()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void thePortIsAProperty() {
        Map<String, String> properties = Map.of("vmnhub.ss7.port", "3905", "vmnhub.ss7.address", "0.0.0.0");
        Ss7Settings ss7 = new ConfigFolder(folder, name -> Optional.ofNullable(properties.get(name))).ss7();
        assertThat(ss7.associations().get(0).localPort()).isEqualTo(3905);
        assertThat(ss7.associations().get(0).localAddresses()).containsExactly("0.0.0.0");
    }

    @Test
    void nobodyMayBindUnlessTheProfileSaysSo() {
        assertThat(new ConfigFolder(folder, name -> Optional.empty()).smpp().accounts())
                .noneMatch(EsmeAccount::enabled);
        Map<String, String> dev = Map.of("vmnhub.smpp.demo", "true");
        SmppSettings smpp = new ConfigFolder(folder, name -> Optional.ofNullable(dev.get(name))).smpp();
        assertThat(smpp.account("demo")).hasValueSatisfying(demo -> {
            assertThat(demo.enabled()).isTrue();
            assertThat(demo.access().password().matches("demo")).isTrue();
        });
        assertThat(smpp.listeners()).containsExactly(new SmppSettings.Listener("127.0.0.1", 2775, Optional.empty()));
    }

    @Test
    void theDemoOwnsAThousandNumbers() {
        NumberPlan plan = new ConfigFolder(folder, name -> Optional.empty()).numbers();
        assertThat(plan.byMsisdn("447700900999")).contains(new Vmn("447700900999", "234150000000999", "demo"));
        assertThat(plan.byMsisdn("447700901000")).isEmpty();
    }

    /** The examples in the comments are copied by operators: they must work too. */
    @Test
    void theExamplesInTheCommentsLoad(@TempDir Path copy) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("ss7.yaml"));
        int first = lines.indexOf("# associations:");
        int second = first + 1 + lines.subList(first + 1, lines.size()).indexOf("# associations:");
        assertThat(withExample(copy, lines, lines.subList(first, second)).associations())
                .extracting(Ss7Settings.Association::localAddresses)
                .containsOnly(List.of("10.1.0.5", "10.2.0.5"));
        assertThat(withExample(copy, lines, lines.subList(second, lines.size())).applicationServers())
                .extracting(Ss7Settings.ApplicationServer::exchange)
                .containsExactly(Ss7Settings.Exchange.DOUBLE);
    }

    private static Ss7Settings withExample(Path copy, List<String> lines, List<String> example) throws IOException {
        List<String> text = new ArrayList<>(lines.subList(0, lines.indexOf("associations:")));
        example.stream()
                .filter(line -> line.startsWith("# ") && !line.startsWith("# --") && !line.startsWith("# An "))
                .map(line -> line.substring(2))
                .forEach(text::add);
        text.addAll(lines.subList(lines.indexOf("globalTitleTranslation:"), lines.size()));
        Files.write(copy.resolve("ss7.yaml"), text);
        return new ConfigFolder(copy, name -> Optional.empty()).ss7();
    }
}
