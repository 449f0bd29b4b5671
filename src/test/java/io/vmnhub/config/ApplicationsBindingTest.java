// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.api.soap.SoapSettings;
import io.vmnhub.http.AllowedPorts;
import io.vmnhub.numbering.Absence;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.numbering.MessagePolicy.Duplicates;
import io.vmnhub.numbering.MessagePolicy.Incomplete;
import io.vmnhub.numbering.MessagePolicy.LongMessages;
import io.vmnhub.numbering.NumberRange;
import io.vmnhub.sms.DurationText;
import io.vmnhub.sms.EightBitCharset;
import io.vmnhub.sms.EightBitText;
import io.vmnhub.sms.EightBitText.Unmappable;
import io.vmnhub.sms.TimeWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationsBindingTest {

    private static final Path FULL = Path.of("src/test/resources/io/vmnhub/config/full");

    @TempDir
    private Path folder;

    private ConfigFolder config(String file, String... lines) throws IOException {
        Files.writeString(folder.resolve(file), String.join("\n", lines));
        return new ConfigFolder(folder, name -> Optional.empty());
    }

    @Test
    void everyKeyReachesItsSetting() {
        MessagePolicy messages = new ConfigFolder(FULL, name -> Optional.empty())
                .applications()
                .get("demo")
                .messages();
        assertThat(messages)
                .isEqualTo(new MessagePolicy(
                        new EightBitText(Optional.of(EightBitCharset.of("ISO-8859-10")), Unmappable.FAIL),
                        LongMessages.WHOLE,
                        Duration.ofMinutes(20),
                        Incomplete.DEAD_LETTER,
                        Duplicates.DELIVER,
                        Duration.ofHours(36),
                        Optional.of(new Absence(
                                Duration.ofSeconds(45),
                                List.of(new TimeWindow(
                                        LocalTime.of(2, 0),
                                        LocalTime.of(4, 30),
                                        ZoneId.of("Europe/London"),
                                        Set.of(DayOfWeek.SUNDAY)))))));
    }

    @Test
    void everyKeyOfSoapReachesItsSetting() {
        assertThat(new ConfigFolder(FULL, name -> Optional.empty())
                        .applications()
                        .get("demo")
                        .soap())
                .contains(new SoapSettings(
                        "acme",
                        "a password",
                        SoapSettings.Delivery.AT_LEAST_ONCE,
                        Duration.ofSeconds(45),
                        40,
                        10,
                        true,
                        new AllowedPorts("8443"),
                        Optional.of(new SoapSettings.Credentials(
                                SoapSettings.Authentication.BASIC, "hub", "another password"))));
    }

    @Test
    void soapNeedsAPasswordOnly() throws IOException {
        assertThat(config("applications.yaml", "applications:", "  acme: {soap: {password: secret}}")
                        .applications()
                        .get("acme")
                        .soap())
                .contains(new SoapSettings(
                        "acme",
                        "secret",
                        SoapSettings.Delivery.AT_MOST_ONCE,
                        SoapSettings.LEASE,
                        SoapSettings.MAX_BATCH_SIZE,
                        SoapSettings.REQUESTS_PER_SECOND,
                        false,
                        AllowedPorts.STANDARD,
                        Optional.empty()));
        assertThatThrownBy(
                        () -> config("applications.yaml", "applications:", "  acme: {soap: {delivery: at-most-once}}")
                                .applications())
                .hasMessageContaining("password");
        assertThatThrownBy(() -> config(
                                "applications.yaml",
                                "applications:",
                                "  acme: {soap: {password: s3cret, delivery: exactly-once}}")
                        .applications())
                .hasMessageContaining("at-least-once")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void twoApplicationsWithOneSoapUserNameAreTold() {
        assertThatThrownBy(() -> config(
                                "applications.yaml",
                                "applications:",
                                "  acme: {soap: {password: one}}",
                                "  shop: {soap: {username: acme, password: two}}")
                        .applications())
                .hasMessageContaining("the user name of application acme");
    }

    @Test
    void anApplicationThatSaysNothingHasTheDefaults() throws IOException {
        Map<String, ApplicationSettings> read = config(
                        "applications.yaml", "applications:", "  acme: {}", "  shop: {messages: {charset: binary}}")
                .applications();
        assertThat(read.values())
                .containsOnly(new ApplicationSettings(MessagePolicy.DEFAULT))
                .hasSize(2);
    }

    @Test
    void theFileMayBeMissing() {
        assertThat(new ConfigFolder(folder, name -> Optional.empty()).applications())
                .isEmpty();
    }

    @Test
    void aRangeOfNumbersHasItsOwnCharset() throws IOException {
        Optional<NumberRange> range = config(
                        "numbers.yaml",
                        "ranges:",
                        "- {number: '447700900001', firstImsi: '234150000000001', application: demo, charset: "
                                + "windows-1251}",
                        "- {number: '447700900002', firstImsi: '234150000000002', application: demo}")
                .numbers()
                .rangeOf("447700900001");
        assertThat(range.orElseThrow().eightBit())
                .contains(new EightBitText(Optional.of(EightBitCharset.of("windows-1251")), Unmappable.REPLACE));
        assertThat(config("x", "")
                        .numbers()
                        .rangeOf("447700900002")
                        .orElseThrow()
                        .eightBit())
                .isEmpty();
        assertThat(config("x", "").numbers().rangeOf("447700900003")).isEmpty();
    }

    @Test
    void whatIsWrongIsToldAtItsPlace() throws IOException {
        ConfigException refusal = catchThrowableOfType(
                ConfigException.class,
                config(
                        "applications.yaml",
                        "applications:",
                        "  demo:",
                        "    messages:",
                        "      charset: latin-1",
                        "      longMessages: hole",
                        "      incompleteAfter: soon",
                        "      colour: red",
                        "  acme:",
                        "    messages: {unmappable: fail}")::applications);
        assertThat(refusal.errors())
                .extracting(error -> error.line() + " " + error.message())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("4 applications.demo.messages.charset: is 'latin-1', but must be one of "
                                        + "binary, UTF-8"),
                        second -> assertThat(second)
                                .startsWith("5 applications.demo.messages.longMessages: is 'hole'")
                                .endsWith("did you mean whole?"),
                        third ->
                                assertThat(third).startsWith("6 applications.demo.messages.incompleteAfter: is 'soon'"),
                        fourth -> assertThat(fourth).startsWith("7 applications.demo.messages: unknown key 'colour'"),
                        fifth -> assertThat(fifth)
                                .startsWith("9 applications.acme.messages.unmappable: has no meaning without charset"));
    }

    @Test
    void theSchemasOfferTheCharsetsThatThereAre() {
        List<String> names = new ArrayList<>(List.of("binary"));
        names.addAll(EightBitCharset.names());
        for (String at : List.of("applications:/$defs/messages", "numbers:/$defs/range")) {
            JsonNode words = FileSchema.named(at.substring(0, at.indexOf(':')))
                    .document()
                    .at(at.substring(at.indexOf(':') + 1) + "/properties/charset/anyOf/0/enum");
            assertThat(words).extracting(JsonNode::asText).containsExactlyElementsOf(names);
        }
    }

    @Test
    void theDefaultsOfTheSchemaAreThoseOfTheRecord() {
        JsonNode keys = FileSchema.named("applications").document().at("/$defs/messages/properties");
        assertThat(DurationText.parse(keys.at("/incompleteAfter/default").asText()))
                .isEqualTo(MessagePolicy.DEFAULT.incompleteAfter());
        assertThat(DurationText.parse(keys.at("/duplicatesWithin/default").asText()))
                .isEqualTo(MessagePolicy.DEFAULT.duplicatesWithin());
        assertThat(keys.at("/longMessages/default").asText())
                .isEqualToIgnoringCase(MessagePolicy.DEFAULT.longMessages().name());
        assertThat(keys.at("/incomplete/default").asText())
                .isEqualToIgnoringCase(MessagePolicy.DEFAULT.incomplete().name());
        assertThat(keys.at("/duplicates/default").asText())
                .isEqualToIgnoringCase(MessagePolicy.DEFAULT.duplicates().name());
    }
}
