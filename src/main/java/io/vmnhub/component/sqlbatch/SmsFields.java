// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.database.SqlText;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.sms.Concatenation;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.StatusReport;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import org.apache.camel.Exchange;

/** The values that a statement's parameters can name. */
final class SmsFields {

    static final Set<String> NAMES = Set.of(
            "messageId",
            "application",
            "from",
            "fromType",
            "to",
            "serviceCentreAddress",
            "serviceCentreTimestamp",
            "serviceCentreOffsetMinutes",
            "receivedAt",
            "text",
            "alphabet",
            "dataCodingScheme",
            "protocolIdentifier",
            "userData",
            "concatenationReference",
            "concatenationTotal",
            "concatenationNumber",
            "identity",
            "kind",
            "status",
            "statusOutcome",
            "messageReference",
            "dischargeTime",
            "json");

    private final ObjectMapper mapper = ShortMessageModule.objectMapper();

    /** Whether {@code name} is a field, or a header of Camel's kind. */
    static boolean isKnown(String name) {
        return NAMES.contains(name) || name.startsWith("Camel");
    }

    /** The value for JDBC; null when the message has none. */
    Object value(String name, ShortMessage sms, Exchange exchange) throws JsonProcessingException {
        return switch (name) {
            case "messageId" -> SqlText.of(sms.id());
            case "application" ->
                SqlText.of(exchange.getMessage().getHeader(SmsConstants.APPLICATION, "", String.class));
            case "from" -> SqlText.of(sms.originatingAddress().value());
            case "fromType" -> sms.originatingAddress().typeOfNumber().name();
            case "to" -> sms.destinationAddress().value();
            case "serviceCentreAddress" -> sms.serviceCentreAddress();
            case "serviceCentreTimestamp" ->
                sms.deliver().serviceCentreTimestamp().orElse(null);
            case "serviceCentreOffsetMinutes" ->
                sms.deliver()
                        .serviceCentreTimestamp()
                        .map(OffsetDateTime::getOffset)
                        .map(offset -> offset.getTotalSeconds() / 60)
                        .orElse(null);
            case "receivedAt" -> sms.receivedAt().atOffset(ZoneOffset.UTC);
            case "text" -> SqlText.of(sms.text());
            case "alphabet" -> sms.deliver().dataCodingScheme().alphabet().name();
            case "dataCodingScheme" -> sms.deliver().dataCodingScheme().value();
            case "protocolIdentifier" -> sms.deliver().protocolIdentifier();
            case "userData" -> sms.userData();
            case "concatenationReference" ->
                sms.concatenation().map(Concatenation::reference).orElse(null);
            case "concatenationTotal" ->
                sms.concatenation().map(Concatenation::total).orElse(null);
            case "concatenationNumber" ->
                sms.concatenation().map(Concatenation::number).orElse(null);
            case "identity" -> sms.identity().toString();
            case "kind" -> sms.kind().word();
            case "status" -> sms.statusReport().map(StatusReport::status).orElse(null);
            case "statusOutcome" ->
                sms.statusReport().map(report -> report.outcome().word()).orElse(null);
            case "messageReference" ->
                sms.statusReport().map(StatusReport::messageReference).orElse(null);
            case "dischargeTime" ->
                sms.statusReport().flatMap(StatusReport::dischargeTime).orElse(null);
            case "json" -> SqlText.ofJson(mapper.writeValueAsString(sms));
            default -> throw new IllegalArgumentException(name + " is not a field of a message");
        };
    }
}
