// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.ss7.api.Ss7Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFolderTest {

    @TempDir
    private Path folder;

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    private ConfigFolder config() {
        return new ConfigFolder(
                folder,
                name -> Optional.ofNullable(properties.get(name)),
                name -> Optional.ofNullable(environment.get(name)));
    }

    /** The shipped file with one text replaced by another. */
    private Ss7Settings ss7With(String text, String replacement) throws IOException {
        String shipped = Files.readString(Path.of("config/ss7.yaml"));
        assertThat(shipped).contains(text);
        Files.writeString(folder.resolve("ss7.yaml"), shipped.replace(text, replacement));
        return config().ss7();
    }

    private NumberPlan numbers(String... lines) throws IOException {
        Files.writeString(folder.resolve("numbers.yaml"), String.join("\n", lines));
        return config().numbers();
    }

    @Test
    void missingFilesAreErrors() {
        assertThat(config().contents().errors())
                .extracting(Finding::toString)
                .containsExactly(
                        folder.resolve("ss7.yaml") + ": there is no such file",
                        folder.resolve("numbers.yaml") + ": there is no such file");
        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> config().numbers());
        assertThat(refusal.errors())
                .containsExactly(new Finding(folder.resolve("numbers.yaml"), 0, 0, "there is no such file"));
    }

    @Test
    void aFolderInPlaceOfAFileIsAnError() throws IOException {
        Files.createDirectory(folder.resolve("numbers.yaml"));
        assertThat(catchThrowableOfType(ConfigException.class, () -> config().numbers()))
                .hasMessageEndingWith("numbers.yaml: is not a file");
    }

    @Test
    void everyErrorCarriesItsPlace() {
        ConfigException refusal = catchThrowableOfType(
                ConfigException.class,
                () -> numbers("ranges:", "- {number: '4477', firstImsi: 'x', application: demo}"));
        assertThat(refusal.errors())
                .containsExactly(new Finding(
                        folder.resolve("numbers.yaml"),
                        2,
                        31,
                        "ranges[0].firstImsi: is 'x', but must be an IMSI of 6 to 15 digits"));
    }

    @Test
    void aLongListOfErrorsEndsWithACount() {
        ConfigException refusal =
                catchThrowableOfType(ConfigException.class, () -> numbers("ranges:" + "\n- x".repeat(250)));
        assertThat(refusal.errors()).hasSize(101);
        assertThat(refusal.getMessage()).endsWith("numbers.yaml: and 150 more errors");
    }

    @Test
    void aFileBeyondTheLimitIsRefusedUnread() throws IOException {
        Files.writeString(folder.resolve("ss7.yaml"), "#".repeat(4_000_001));
        assertThat(catchThrowableOfType(ConfigException.class, () -> config().ss7()))
                .hasMessageEndingWith("ss7.yaml: has 4000001 bytes: at most 4000000 are read");
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "10s, PT10S",
        "15m, PT15M",
        "4h, PT4H",
        "36d, PT864H",
        "PT1M30S, PT1M30S",
        "010s, PT10S"
    })
    void durationsAreWrittenShortOrAsIso(String text, Duration duration) throws IOException {
        assertThat(ss7With("drainTimeout: 15s", "drainTimeout: " + text).drainTimeout())
                .isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "international, 0",
        "spare, 1",
        "national, 2",
        "national-spare, 3",
        "0, 0",
        "3, 3",
        "'\"{{env:NI:2}}\"', 2"
    })
    void networkIndicatorsHaveNamesAndNumbers(String text, int code) throws IOException {
        assertThat(ss7With("networkIndicator: national", "networkIndicator: " + text)
                        .networkIndicator())
                .isEqualTo(code);
    }

    @Test
    void globalTitlesMayBePlainNumbersOrHaveAPlus() throws IOException {
        assertThat(ss7With("mscGlobalTitle: \"447700000001\"", "mscGlobalTitle: +447700000001")
                        .mscGlobalTitle())
                .isEqualTo("447700000001");
        assertThat(ss7With("mscGlobalTitle: \"447700000001\"", "mscGlobalTitle: 447700000001")
                        .mscGlobalTitle())
                .isEqualTo("447700000001");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "447700900000 | 001010000000001",
                "+447700900000 | '001010000000001'",
                "\"+447700900000\" | \"001010000000001\"",
                "!!str 447700900000 | !!str 001010000000001",
                "\"{{env:CC}}7700900000\" | \"{{imsi}}\"",
                "0x | 0",
                "0447700900000 | 001010000000001"
            })
    void digitsAreKeptAsWritten(String number, String imsi) throws IOException {
        environment.put("CC", "44");
        properties.put("imsi", "001010000000001");
        if (number.equals("0x")) {
            assertThat(catchThrowableOfType(
                                    ConfigException.class,
                                    () -> numbers("ranges:", "- {number: 0x1F, firstImsi: 1e9, application: demo}"))
                            .errors())
                    .hasSize(2);
            return;
        }
        NumberPlan plan = numbers("ranges:", "- {number: " + number + ", firstImsi: " + imsi + ", application: demo}");
        String digits = number.startsWith("0") ? "0447700900000" : "447700900000";
        assertThat(plan.byImsi("001010000000001")).contains(new Vmn(digits, "001010000000001", "demo"));
    }

    @Test
    void aliasesRepeatWhatTheyName() throws IOException {
        NumberPlan plan = numbers(
                "ranges:",
                "- {number: 1000, firstImsi: 100000, application: &app demo}",
                "- {number: 1001, firstImsi: 100001, application: *app}");
        assertThat(plan.byMsisdn("1001")).map(Vmn::application).contains("demo");
    }

    @Test
    void anEmptyListOfNumbersIsAllowed() throws IOException {
        assertThat(numbers("ranges: []").ranges()).isEmpty();
    }

    @Test
    void placeholdersMayBePartOfAValueAndBecomeNumbers() throws IOException {
        properties.putAll(Map.of("net", "10.1.0", "port", "3000"));
        environment.put("HOST", "7");
        Files.writeString(folder.resolve("pc.txt"), "12\n");
        Ss7Settings ss7 = ss7With(
                "addresses: [\"{{vmnhub.ss7.address:127.0.0.1}}\"]\n      port: \"{{vmnhub.ss7.port:2905}}\"",
                "addresses: [\"{{net}}.{{ env:HOST }}\"]\n      port: '{{port}}'");
        assertThat(ss7.associations().get(0).localAddresses()).containsExactly("10.1.0.7");
        assertThat(ss7.associations().get(0).localPort()).isEqualTo(3000);
        assertThat(ss7With("pointCode: 1", "pointCode: '{{file:pc.txt}}'").pointCode())
                .isEqualTo(12);
        assertThat(ss7With(
                                "pointCode: 1",
                                "pointCode: '{{file:" + folder.resolve("pc.txt").toAbsolutePath() + "}}'")
                        .pointCode())
                .isEqualTo(12);
    }

    @Test
    void aDefaultMayHoldColons() throws IOException {
        Ss7Settings ss7 = ss7With("{{vmnhub.ss7.address:127.0.0.1}}", "{{vmnhub.ss7.address:::1}}");
        assertThat(ss7.associations().get(0).localAddresses()).containsExactly("::1");
    }

    @Test
    void whatIsInAPropertyIsNotReplacedAgain() {
        properties.put("a", "{{env:B}}");
        assertThat(catchThrowableOfType(ConfigException.class, () -> ss7With("pointCode: 1", "pointCode: '{{a}}'"))
                        .getMessage())
                .endsWith("pointCode: what '{{a}}' stands for holds '{{' itself: a value is replaced only once");
    }

    @Test
    void theProcessEnvironmentIsTheUsualOne() throws IOException {
        String name = System.getenv().keySet().stream()
                .filter(key -> key.matches("[A-Z]+"))
                .findFirst()
                .orElseThrow();
        Files.writeString(folder.resolve("numbers.yaml"), "ranges: ['{{env:" + name + "}}']");
        List<Finding> errors =
                new ConfigFolder(folder, key -> Optional.empty()).contents().errors();
        assertThat(errors)
                .extracting(Finding::message)
                .contains("ranges[0]: is «(secret)», but must be a group of keys");
    }
}
