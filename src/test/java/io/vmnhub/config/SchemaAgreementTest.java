// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.vmnhub.cluster.ClusterSettings;
import io.vmnhub.smpp.EsmeAccount;
import io.vmnhub.smpp.SmppSettings;
import io.vmnhub.sms.DurationText;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.sms.MapUserError.DeliveryFailureCause;
import io.vmnhub.ss7.api.Ss7Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas, the bindings and the records say the same. */
class SchemaAgreementTest {

    private static final Path FULL = Path.of("src/test/resources/io/vmnhub/config/full");
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"ss7", "numbers", "smpp", "applications", "screening", "cluster"})
    void theSchemaIsAValidSchema(String name) {
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(SchemaLocation.of(SchemaId.V202012))
                        .validate(FileSchema.named(name).document()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ss7", "numbers", "smpp", "applications", "screening", "cluster"})
    void everyKeyIsDescribedForEditorsAndNoOtherIsAllowed(String name) {
        JsonNode schema = FileSchema.named(name).document();
        List<JsonNode> objects = groups(schema);
        assertThat(objects).isNotEmpty().allSatisfy(object -> {
            assertThat(object.get("additionalProperties").asBoolean()).isFalse();
            object.get("properties").fields().forEachRemaining(property -> {
                assertThat(property.getValue().path("title").asText())
                        .as(property.getKey())
                        .isNotBlank();
                JsonNode described = property.getValue().has("description")
                        ? property.getValue()
                        : schema.at(property.getValue().path("$ref").asText("#").substring(1));
                assertThat(described.path("description").asText())
                        .as(property.getKey())
                        .isNotBlank();
            });
        });
        assertThat(schema.findParents("properties")).hasSameSizeAs(objects);
    }

    /** What has a fixed set of keys; the others have names that the file gives. */
    private static List<JsonNode> groups(JsonNode schema) {
        return schema.findParents("additionalProperties").stream()
                .filter(object -> object.get("additionalProperties").isBoolean())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ss7", "numbers", "smpp", "applications", "screening"})
    void theShippedFileNamesItsSchema(String name) throws IOException {
        String first = Files.readAllLines(Path.of("config", name + ".yaml")).get(0);
        assertThat(first).startsWith("# yaml-language-server: $schema=");
        Path schema = Path.of("config").resolve(first.substring(first.indexOf('=') + 1));
        assertThat(JSON.readTree(schema.toFile()))
                .isEqualTo(FileSchema.named(name).document());
    }

    /** The files in full/ use every key there is, so what is tried on them is tried on all. */
    @Test
    void theFullFilesUseEveryKeyOfTheSchemas() {
        for (String name : List.of("ss7", "numbers", "smpp", "applications", "screening")) {
            TreeSet<String> known = new TreeSet<>();
            groups(FileSchema.named(name).document())
                    .forEach(object -> object.get("properties").fieldNames().forEachRemaining(known::add));
            TreeSet<String> used = new TreeSet<>();
            paths(full(name), "").forEach(path -> used.add(path.substring(path.lastIndexOf('/') + 1)));
            used.removeIf(key ->
                    name.equals("applications") && List.of("demo", "published").contains(key)
                            || name.equals("numbers") && key.equals("north"));
            assertThat(used).containsExactlyElementsOf(known);
        }
    }

    static Stream<String> keysOfSs7() {
        return paths(full("ss7"), "").stream();
    }

    /** A key that the schema knows but the binding forgot would make no difference. */
    @ParameterizedTest
    @MethodSource("keysOfSs7")
    void leavingAKeyOutMakesADifference(String path, @TempDir Path folder) throws IOException {
        Ss7Settings whole = new ConfigFolder(FULL, name -> Optional.empty()).ss7();
        JsonNode without = full("ss7");
        int slash = path.lastIndexOf('/');
        ((ObjectNode) without.at(path.substring(0, slash))).remove(path.substring(slash + 1));
        JSON.writeValue(folder.resolve("ss7.yaml").toFile(), without);
        Optional<Ss7Settings> rest;
        try {
            rest = Optional.of(new ConfigFolder(folder, name -> Optional.empty()).ss7());
        } catch (ConfigException e) {
            rest = Optional.empty();
            assertThat(e.errors()).isNotEmpty();
        }
        assertThat(rest).isNotEqualTo(Optional.of(whole));
    }

    static Stream<String> keysOfScreening() {
        return paths(full("screening"), "").stream().filter(path -> !path.contains("/files"));
    }

    @ParameterizedTest
    @MethodSource("keysOfScreening")
    void leavingAKeyOutOfTheScreeningMakesADifference(String path, @TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("lists"));
        for (String list : List.of("black", "white", "gray")) {
            Files.copy(FULL.resolve("lists/" + list + ".csv"), folder.resolve("lists/" + list + ".csv"));
        }
        Optional<String> whole = screening(folder, full("screening"));
        assertThat(whole).isPresent();
        JsonNode without = full("screening");
        int slash = path.lastIndexOf('/');
        ((ObjectNode) without.at(path.substring(0, slash))).remove(path.substring(slash + 1));
        // what says the default is there for the reader, and to have every key in the file
        boolean saysTheDefault = Set.of("/smscs/black/outcome", "/limits/0/counts", "/limits/0/outcome")
                .contains(path);
        assertThat(screening(folder, without).equals(whole)).isEqualTo(saysTheDefault);
    }

    /** The rules without the lines in which they stand. */
    private static Optional<String> screening(Path folder, JsonNode content) throws IOException {
        JSON.writeValue(folder.resolve("screening.yaml").toFile(), content);
        try {
            return Optional.of(new ConfigFolder(folder, name -> Optional.empty())
                    .screening()
                    .toString());
        } catch (ConfigException e) {
            assertThat(e.errors()).isNotEmpty();
            return Optional.empty();
        }
    }

    static Stream<String> keysOfSmpp() {
        return paths(full("smpp"), "").stream();
    }

    @ParameterizedTest
    @MethodSource("keysOfSmpp")
    void leavingAKeyOfSmppOutMakesADifference(String path, @TempDir Path folder) throws IOException {
        SmppSettings whole = new ConfigFolder(FULL, name -> Optional.empty()).smpp();
        JsonNode without = full("smpp");
        int slash = path.lastIndexOf('/');
        ((ObjectNode) without.at(path.substring(0, slash))).remove(path.substring(slash + 1));
        JSON.writeValue(folder.resolve("smpp.yaml").toFile(), without);
        Optional<SmppSettings> rest;
        try {
            rest = Optional.of(new ConfigFolder(folder, name -> Optional.empty()).smpp());
        } catch (ConfigException e) {
            rest = Optional.empty();
            assertThat(e.errors()).isNotEmpty();
        }
        assertThat(rest).isNotEqualTo(Optional.of(whole));
    }

    static Stream<String> keysOfCluster() {
        return paths(full("cluster"), "").stream();
    }

    @ParameterizedTest
    @MethodSource("keysOfCluster")
    void leavingAKeyOfTheClusterOutMakesADifference(String path, @TempDir Path folder) throws IOException {
        Optional<String> whole = cluster(folder, full("cluster"));
        assertThat(whole).isPresent();
        JsonNode without = full("cluster");
        int slash = path.lastIndexOf('/');
        ((ObjectNode) without.at(path.substring(0, slash))).remove(path.substring(slash + 1));
        assertThat(cluster(folder, without)).isNotEqualTo(whole);
    }

    private static Optional<String> cluster(Path folder, JsonNode content) throws IOException {
        JSON.writeValue(folder.resolve("cluster.yaml").toFile(), content);
        try {
            return new ConfigFolder(folder, name -> Optional.empty())
                    .cluster()
                    .map(settings -> settings + settings.tls().password());
        } catch (ConfigException e) {
            assertThat(e.errors()).isNotEmpty();
            return Optional.empty();
        }
    }

    @Test
    void theDefaultsOfTheClusterSchemaAreThoseOfTheRecord() {
        JsonNode schema = FileSchema.named("cluster").document();
        assertThat(schema.at("/$defs/bind/properties/port/default").asInt()).isEqualTo(ClusterSettings.DEFAULT_PORT);
        assertThat(DurationText.parse(
                        schema.at("/properties/suspectAfter/default").asText()))
                .isEqualTo(ClusterSettings.DEFAULT_SUSPECT_AFTER);
    }

    @Test
    void theDefaultsOfTheSmppSchemaAreThoseOfTheRecords() {
        JsonNode account = FileSchema.named("smpp").document().at("/$defs/account/properties");
        assertThat(account.at("/maxSessions/default").asInt()).isEqualTo(EsmeAccount.DEFAULT_MAX_SESSIONS);
        assertThat(account.at("/window/default").asInt()).isEqualTo(EsmeAccount.DEFAULT_WINDOW);
        assertThat(account.at("/maxWaiting/default").asInt()).isEqualTo(EsmeAccount.DEFAULT_MAX_WAITING);
        assertThat(DurationText.parse(account.at("/enquireLink/default").asText()))
                .isEqualTo(EsmeAccount.DEFAULT_ENQUIRE_LINK);
        assertThat(DurationText.parse(account.at("/responseTimeout/default").asText()))
                .isEqualTo(EsmeAccount.DEFAULT_RESPONSE_TIMEOUT);
        assertThat(DurationText.parse(account.at("/confirmWithin/default").asText()))
                .isEqualTo(EsmeAccount.DEFAULT_CONFIRM_WITHIN);
        JsonNode guard = FileSchema.named("smpp").document().at("/$defs/guard/properties");
        assertThat(new SmppSettings.Guard(
                        DurationText.parse(guard.at("/bindTimeout/default").asText()),
                        guard.at("/maxUnbound/default").asInt(),
                        guard.at("/wrongPasswords/default").asInt(),
                        guard.at("/wrongPasswordsOfAccount/default").asInt(),
                        DurationText.parse(guard.at("/lockOut/default").asText())))
                .isEqualTo(SmppSettings.Guard.DEFAULT);
    }

    @Test
    void everyWordOfTheSchemaIsAConstantAndEveryConstantAWord() {
        JsonNode defs = FileSchema.named("ss7").document().get("$defs");
        assertThat(words(defs, "association", "protocol"))
                .containsExactlyInAnyOrderElementsOf(names(Ss7Settings.Protocol.values()));
        assertThat(words(defs, "association", "side"))
                .containsExactlyInAnyOrderElementsOf(names(Ss7Settings.Side.values()));
        assertThat(words(defs, "applicationServer", "role"))
                .containsExactlyInAnyOrderElementsOf(names(Ss7Settings.Role.values()));
        assertThat(words(defs, "applicationServer", "exchange"))
                .containsExactlyInAnyOrderElementsOf(names(Ss7Settings.Exchange.values()));
        assertThat(words(defs, "applicationServer", "trafficMode"))
                .containsExactlyInAnyOrderElementsOf(names(Ss7Settings.TrafficMode.values()));
    }

    @Test
    void theMapErrorsThatFilesAndKameletsNameAreThoseOfTheHub() throws IOException {
        List<String> errors = Arrays.stream(Code.values())
                .filter(Code::isRefusal)
                .map(Code::errorName)
                .toList();
        List<String> causes = Arrays.stream(DeliveryFailureCause.values())
                .map(DeliveryFailureCause::causeName)
                .toList();
        assertThat(words("systemFailure", FileSchema.named("screening").document()))
                .isNotEmpty()
                .allSatisfy(words -> assertThat(words).containsExactlyInAnyOrderElementsOf(errors));
        assertThat(words("memoryCapacityExceeded", FileSchema.named("screening").document()))
                .isNotEmpty()
                .allSatisfy(words -> assertThat(words).containsExactlyInAnyOrderElementsOf(causes));
        try (Stream<Path> kamelets = Files.list(Path.of("connectors"))) {
            kamelets.filter(file -> file.toString().endsWith(".kamelet.yaml"))
                    .map(file -> YamlFile.read(file).json())
                    .forEach(kamelet -> {
                        assertThat(words("systemFailure", kamelet))
                                .allSatisfy(words -> assertThat(words).isSubsetOf(errors));
                        assertThat(words("memoryCapacityExceeded", kamelet))
                                .allSatisfy(words -> assertThat(words).isSubsetOf(causes));
                    });
        }
    }

    /** The lists of allowed words that hold this one. */
    private static List<List<String>> words(String word, JsonNode document) {
        return document.findValues("enum").stream()
                .map(words -> Stream.iterate(0, i -> i < words.size(), i -> i + 1)
                        .map(i -> words.get(i).asText())
                        .toList())
                .filter(words -> words.contains(word))
                .toList();
    }

    @Test
    void theDefaultsOfTheSchemaAreThoseOfTheRecords() {
        JsonNode schema = FileSchema.named("ss7").document();
        assertThat(schema.at("/properties/maxDialogues/default").asInt()).isEqualTo(Ss7Settings.DEFAULT_MAX_DIALOGUES);
        assertThat(DurationText.parse(
                        schema.at("/properties/dialogueIdleTimeout/default").asText()))
                .isEqualTo(Ss7Settings.DEFAULT_DIALOGUE_IDLE_TIMEOUT);
        assertThat(DurationText.parse(
                        schema.at("/properties/drainTimeout/default").asText()))
                .isEqualTo(Ss7Settings.DEFAULT_DRAIN_TIMEOUT);
        assertThat(DurationText.parse(schema.at("/$defs/association/properties/reconnectDelay/default")
                        .asText()))
                .isEqualTo(Ss7Settings.Association.DEFAULT_RECONNECT_DELAY);
    }

    private static JsonNode full(String name) {
        return YamlFile.read(FULL.resolve(name + ".yaml")).json();
    }

    private static List<String> paths(JsonNode node, String path) {
        List<String> paths = new ArrayList<>();
        node.fields().forEachRemaining(field -> {
            paths.add(path + "/" + field.getKey());
            paths.addAll(paths(field.getValue(), path + "/" + field.getKey()));
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            paths.addAll(paths(node.get(i), path + "/" + i));
        }
        return paths;
    }

    private static List<String> words(JsonNode defs, String object, String key) {
        List<String> words = new ArrayList<>();
        defs.at("/" + object + "/properties/" + key + "/anyOf/0/enum").forEach(word -> words.add(word.asText()));
        return words;
    }

    private static List<String> names(Enum<?>[] constants) {
        return Stream.of(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }
}
