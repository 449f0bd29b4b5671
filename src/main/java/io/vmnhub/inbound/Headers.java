package io.vmnhub.inbound;

import io.vmnhub.sms.ShortMessage;
import org.apache.camel.Exchange;

/** What the steps read from an exchange. */
final class Headers {

    static final String APPLICATION = "CamelSmsApplication";

    private Headers() {
    }

    static String application(Exchange exchange) {
        return exchange.getMessage().getHeader(APPLICATION, "", String.class);
    }

    /** One of several; a "long" message of one part is complete as it is. */
    static boolean isPart(ShortMessage message) {
        return message.concatenation().filter(part -> part.total() > 1).isPresent();
    }
}
