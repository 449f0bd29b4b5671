// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import io.vmnhub.sms.Address;
import io.vmnhub.sms.ApplicationPorts;
import io.vmnhub.sms.Concatenation;
import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.MessageIdentity;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.TypeOfNumber;
import io.vmnhub.sms.UserDataHeader;
import io.vmnhub.sms.UserDataHeader.Element;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Message;

/**
 * The short message of a Camel message. Where a route has replaced the body, its text (or, of a byte array, its 8-bit
 * data) goes between the addresses that the headers {@code CamelSms…} name.
 */
public final class MessageBody {

    private static final int BIGGEST_SMALL_PORT = 255;

    private MessageBody() {}

    /** @throws IllegalArgumentException when the body is not text, or headers that are needed are gone */
    public static ShortMessage of(Message message) {
        Object body = message.getBody();
        if (body instanceof ShortMessage original) {
            return original;
        }
        SmsDeliver empty = new SmsDeliver(
                false,
                false,
                false,
                false,
                sender(message),
                number(message, SmsConstants.PROTOCOL_IDENTIFIER).orElse(0),
                body instanceof byte[] ? DataCodingScheme.OCTETS : DataCodingScheme.GSM7,
                Optional.ofNullable(message.getHeader(SmsConstants.SERVICE_CENTRE_TIMESTAMP, OffsetDateTime.class)),
                header(message),
                header(message).encode(),
                "");
        SmsDeliver deliver = body instanceof byte[] data ? carrying(empty, data) : empty.saying(text(message));
        ShortMessage replaced = new ShortMessage(
                message.getHeader(SmsConstants.MESSAGE_ID, "", String.class),
                Address.international(needed(message, SmsConstants.DESTINATION_ADDRESS)),
                message.getHeader(Ss7MapConstants.SERVICE_CENTRE_ADDRESS, "", String.class),
                Instant.now(),
                deliver);
        String identity = message.getHeader(SmsConstants.IDENTITY, String.class);
        return identity == null ? replaced : replaced.withIdentity(MessageIdentity.parse(identity));
    }

    private static String text(Message message) {
        Object body = message.getBody();
        String text = body == null || body instanceof Map || body instanceof Collection
                ? null
                : message.getBody(String.class);
        if (text == null) {
            throw new IllegalArgumentException("the route has replaced the message by "
                    + (body == null ? "nothing" : body.getClass().getName() + ", which is not text"));
        }
        return text;
    }

    private static SmsDeliver carrying(SmsDeliver empty, byte[] data) {
        byte[] userData = Arrays.copyOf(empty.userData(), empty.userData().length + data.length);
        System.arraycopy(data, 0, userData, empty.userData().length, data.length);
        return new SmsDeliver(
                false,
                false,
                false,
                false,
                empty.originatingAddress(),
                empty.protocolIdentifier(),
                empty.dataCodingScheme(),
                empty.serviceCentreTimestamp(),
                empty.userDataHeader(),
                userData,
                "");
    }

    private static Address sender(Message message) {
        TypeOfNumber type = TypeOfNumber.valueOf(message.getHeader(
                SmsConstants.ORIGINATING_ADDRESS_TYPE, TypeOfNumber.INTERNATIONAL.name(), String.class));
        return new Address(
                type,
                type == TypeOfNumber.ALPHANUMERIC ? 0 : Address.E164,
                needed(message, SmsConstants.ORIGINATING_ADDRESS));
    }

    /** A part of a long message stays one, and ports stay ports. */
    private static UserDataHeader header(Message message) {
        List<Element> elements = new ArrayList<>();
        Optional<Integer> part = number(message, SmsConstants.PART_NUMBER);
        if (part.isPresent()) {
            int reference = number(message, SmsConstants.REFERENCE).orElse(0);
            elements.add(Element.concatenation(new Concatenation(
                    reference,
                    reference > 0xFF,
                    number(message, SmsConstants.TOTAL_PARTS).orElse(part.get()),
                    part.get())));
        }
        Optional<Integer> port = number(message, SmsConstants.DESTINATION_PORT);
        if (port.isPresent()) {
            int originator = number(message, SmsConstants.ORIGINATOR_PORT).orElse(0);
            elements.add(Element.applicationPorts(new ApplicationPorts(
                    port.get(), originator, port.get() > BIGGEST_SMALL_PORT || originator > BIGGEST_SMALL_PORT)));
        }
        return new UserDataHeader(elements);
    }

    private static Optional<Integer> number(Message message, String header) {
        return Optional.ofNullable(message.getHeader(header, Integer.class));
    }

    private static String needed(Message message, String header) {
        String value = message.getHeader(header, String.class);
        if (value == null) {
            throw new IllegalArgumentException("the route has replaced the message and removed the header " + header);
        }
        return value;
    }
}
