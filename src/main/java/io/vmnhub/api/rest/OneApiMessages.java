// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.component.inbox.InboxMessage;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.TypeOfNumber;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Writes messages as OneAPI's inbound resources do, with the hub's own JSON form beside it in {@code shortMessage}:
 * OneAPI has no place for 8-bit data, offsets and headers. Immutable and thread-safe.
 */
final class OneApiMessages {

    private final ObjectMapper mapper = ShortMessageModule.objectMapper();

    /** @param messagesUrl the URL of the collection that the message is in */
    ObjectNode message(InboxMessage stored, String messagesUrl) {
        ShortMessage message = stored.message();
        return mapper.createObjectNode()
                .put(
                        "dateTime",
                        message.deliver()
                                .serviceCentreTimestamp()
                                .map(DateTimeFormatter.ISO_OFFSET_DATE_TIME::format)
                                .orElseGet(() -> DateTimeFormatter.ISO_INSTANT.format(message.receivedAt())))
                .put(
                        "destinationAddress",
                        "tel:+" + message.destinationAddress().value())
                .put("messageId", message.id())
                .put("message", message.text())
                .put("resourceURL", messagesUrl + "/" + message.id())
                .put("senderAddress", sender(message))
                .put("deliveries", stored.deliveries())
                .set("shortMessage", mapper.valueToTree(message));
    }

    private static String sender(ShortMessage message) {
        String value = message.deliver().originatingAddress().value();
        boolean international = message.deliver().originatingAddress().typeOfNumber() == TypeOfNumber.INTERNATIONAL;
        return international && !value.isEmpty() ? "tel:+" + value : value;
    }

    ObjectNode list(List<InboxMessage> batch, int pending, String messagesUrl) {
        ObjectNode list = mapper.createObjectNode();
        ObjectNode content = list.putObject("inboundSMSMessageList");
        ArrayNode messages = content.putArray("inboundSMSMessage");
        batch.forEach(one -> messages.add(message(one, messagesUrl)));
        content.put("numberOfMessagesInThisBatch", batch.size())
                .put("totalNumberOfPendingMessages", pending)
                .put("resourceURL", messagesUrl);
        return list;
    }
}
