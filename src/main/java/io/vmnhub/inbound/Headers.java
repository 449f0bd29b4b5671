// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.sms.ShortMessage;
import org.apache.camel.Exchange;

/** What the steps read from an exchange. */
final class Headers {

    private Headers() {}

    static String application(Exchange exchange) {
        return exchange.getMessage().getHeader(SmsConstants.APPLICATION, "", String.class);
    }

    /** One of several; a "long" message of one part is complete as it is. */
    static boolean isPart(ShortMessage message) {
        return message.concatenation().filter(part -> part.total() > 1).isPresent();
    }
}
