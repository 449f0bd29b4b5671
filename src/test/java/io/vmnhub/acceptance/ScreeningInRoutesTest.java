// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.SmsHeaders;
import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.ApplicationPorts;
import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.UserDataHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The conditions and the route that docs/screening.md shows are tried as they stand there. */
class ScreeningInRoutesTest {

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    private static String page() throws IOException {
        String page = Files.readString(Path.of("docs/screening.md"));
        return page.substring(page.indexOf("### In a route"), page.indexOf("## Watching"));
    }

    private static ShortMessage message(
            Address from, int pid, DataCodingScheme scheme, UserDataHeader header, String vmn, String text) {
        return new ShortMessage(
                "1",
                Address.international(vmn),
                "447700000100",
                Instant.EPOCH,
                new SmsDeliver(
                        false,
                        false,
                        false,
                        false,
                        from,
                        pid,
                        scheme,
                        Optional.empty(),
                        header,
                        text.getBytes(StandardCharsets.UTF_16BE),
                        text));
    }

    private static ShortMessage plain(Address from, int pid, String text) {
        return message(from, pid, DataCodingScheme.GSM7, UserDataHeader.NONE, "447700900001", text);
    }

    private Exchange exchange(ShortMessage message, Map<String, Object> headers) {
        Exchange exchange = new DefaultExchange(context);
        SmsHeaders.write(message, exchange.getMessage());
        exchange.getMessage().setHeader(Ss7MapConstants.SERVICE_CENTRE_ADDRESS, "447700000100");
        exchange.getMessage().setHeader(Ss7MapConstants.CALLING_GLOBAL_TITLE, "447700000100");
        exchange.getMessage().setHeader(SmsConstants.APPLICATION, "acme");
        exchange.getMessage().setHeaders(with(exchange.getMessage().getHeaders(), headers));
        return exchange;
    }

    private static Map<String, Object> with(Map<String, Object> before, Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(before);
        all.putAll(more);
        return all;
    }

    /** A message that has all that the conditions ask for. */
    private Exchange asAsked() {
        UserDataHeader port = new UserDataHeader(
                List.of(UserDataHeader.Element.applicationPorts(new ApplicationPorts(2948, 9200, true))));
        return exchange(
                message(
                        Address.international("447911123456"),
                        64,
                        DataCodingScheme.UCS2,
                        port,
                        "447700900001",
                        "The Jackpot is yours " + "today ".repeat(20)),
                Map.of("CamelSmsScreeningList", "gray", "CamelSmsScreeningTags", "night fakedMessage"));
    }

    /** One that has nothing of it. */
    private Exchange otherwise() {
        return exchange(
                message(
                        Address.international("331234"),
                        0,
                        DataCodingScheme.GSM7,
                        UserDataHeader.NONE,
                        "447700900500",
                        "Hi"),
                Map.of(
                        Ss7MapConstants.SERVICE_CENTRE_ADDRESS,
                        "49123",
                        Ss7MapConstants.CALLING_GLOBAL_TITLE,
                        "49123",
                        SmsConstants.APPLICATION,
                        "other",
                        "CamelSmsScreeningList",
                        "unlisted"));
    }

    @Test
    void everyConditionOfThePageHoldsForWhatItAsksAndForNothingElse() throws IOException {
        context.start();
        Map<String, String> conditions = new LinkedHashMap<>();
        Matcher rows =
                Pattern.compile("(?m)^\\| ([^|`]+) \\| `(\\$\\{.*)` \\|$").matcher(page());
        while (rows.find()) {
            conditions.put(rows.group(1), rows.group(2));
        }
        assertThat(conditions)
                .containsKeys(
                        "its SMSC",
                        "its service centre address",
                        "lists",
                        "tags",
                        "its sender, a prefix",
                        "its sender, a name",
                        "its number",
                        "its application",
                        "its text",
                        "its alphabet",
                        "its length",
                        "its protocol identifier",
                        "its port",
                        "the time of day");
        Predicate night = context.resolveLanguage("simple").createPredicate(conditions.remove("the time of day"));
        int hour = LocalTime.now(ZoneId.of("Europe/London")).getHour();
        assertThat(night.matches(otherwise())).isEqualTo(hour >= 22 || hour < 6);
        Predicate name = context.resolveLanguage("simple").createPredicate(conditions.remove("its sender, a name"));
        assertThat(name.matches(exchange(plain(Address.alphanumeric("ACME"), 0, "Hi"), Map.of())))
                .isTrue();
        assertThat(name.matches(asAsked())).isFalse();
        conditions.forEach((label, simple) -> {
            Predicate predicate = context.resolveLanguage("simple").createPredicate(simple);
            assertThat(predicate.matches(asAsked())).as(label).isTrue();
            assertThat(predicate.matches(otherwise())).as(label).isFalse();
        });
    }

    @Test
    void theRouteOfThePageDoesWhatItsCommentsSay() throws Exception {
        String yaml = page().lines()
                .filter(line -> line.startsWith("    ") || line.isEmpty())
                .map(line -> line.isEmpty() ? "" : line.substring(4))
                .collect(Collectors.joining("\n"));
        context.getComponent("kamelet", KameletComponent.class).setLocation("file:connectors");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:suspects").setProperty("got", constant("suspects"));
                from("direct:acme-sink").setProperty("got", constant("acme"));
            }
        });
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("acme.camel.yaml", yaml));
        context.start();
        assertThat(send(plain(Address.international("4479"), 0, "Hi"), Map.of("CamelSmsScreeningTags", "fakedMessage"))
                        .getProperty("got"))
                .isNull();
        Exchange rejected = send(plain(Address.international("4479"), 64, "Hi"), Map.of());
        assertThat(rejected.getException(MapUserErrorException.class)
                        .error()
                        .code()
                        .errorName())
                .isEqualTo("subscriberBusyForMT-SMS");
        assertThat(send(plain(Address.alphanumeric("ACME"), 0, "Hi"), Map.of()).getProperty("got"))
                .isEqualTo("suspects");
        Exchange marked = send(plain(Address.international("4479"), 0, "Hi"), Map.of("CamelSmsScreeningList", "gray"));
        assertThat(marked.getProperty("got")).isEqualTo("acme");
        assertThat(marked.getMessage().getHeader("trust")).isEqualTo("low");
        assertThat(send(plain(Address.international("4479"), 0, "Hi"), Map.of()).getProperty("got"))
                .isEqualTo("acme");
    }

    private Exchange send(ShortMessage message, Map<String, Object> headers) {
        return context.createFluentProducerTemplate()
                .to("direct:acme")
                .withExchange(exchange(message, headers))
                .send();
    }
}
