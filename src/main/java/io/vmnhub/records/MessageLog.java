// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.vmnhub.exchange.JsonNames;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.ShortMessage;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes one line for each message: the processor of {@code kamelet:log-sink}. Numbers and text are personal data and
 * are written only with {@code showContent}; control characters in them are escaped, so that a text cannot forge a
 * line.
 */
public final class MessageLog implements Processor {

    private Logger log = LoggerFactory.getLogger("io.vmnhub.messages");
    private Level level = Level.INFO;
    private boolean showContent;

    @Override
    public void process(Exchange exchange) {
        if (!log.isEnabledForLevel(level)) {
            return;
        }
        Object body = exchange.getMessage().getBody();
        String application = exchange.getMessage().getHeader(SmsConstants.APPLICATION, "-", String.class);
        log.atLevel(level)
                .log(
                        body instanceof ShortMessage message
                                ? line(message, application)
                                : "SMS for application " + application + ", its body replaced by a route");
    }

    private String line(ShortMessage message, String application) {
        StringBuilder line = new StringBuilder(160)
                .append(message.statusReport().isPresent() ? "Status report " : "SMS ")
                .append(message.id())
                .append(" for application ")
                .append(application)
                .append(", ")
                .append(JsonNames.of(message.deliver().dataCodingScheme().alphabet()))
                .append(", ")
                .append(message.text().length())
                .append(" characters");
        message.statusReport()
                .ifPresent(report -> line.append(", status ")
                        .append(report.status())
                        .append(' ')
                        .append(report.outcome().word()));
        if (showContent) {
            line.append(", from ")
                    .append(number(message.originatingAddress()))
                    .append(" to ")
                    .append(number(message.destinationAddress()))
                    .append(": ")
                    .append(escaped(message.text()));
        }
        return line.toString();
    }

    private static String number(Address address) {
        String number = JsonNames.number(address);
        return number == null ? "nobody" : escaped(number);
    }

    /** Controls, and the Unicode line and paragraph separators, as Java writes them. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '\\' -> escaped.append("\\\\");
                default -> {
                    if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                        escaped.append(String.format("\\u%04x", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    /** TRACE, DEBUG, INFO, WARN or ERROR; default INFO. */
    public void setLevel(String level) {
        this.level = Level.valueOf(level.toUpperCase(Locale.ROOT));
    }

    /** The logger's name; default {@code io.vmnhub.messages}. */
    public void setLogger(String name) {
        this.log = LoggerFactory.getLogger(name);
    }

    /** Whether numbers and text are written; default false. */
    public void setShowContent(boolean showContent) {
        this.showContent = showContent;
    }
}
