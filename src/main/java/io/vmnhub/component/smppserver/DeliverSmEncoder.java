package io.vmnhub.component.smppserver;

import io.vmnhub.sms.Address;
import io.vmnhub.sms.Alphabet;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.TypeOfNumber;
import io.vmnhub.sms.UserDataHeader;
import io.vmnhub.smpp.EsmeAccount.Content;
import io.vmnhub.smpp.EsmeAccount.DefaultAlphabet;
import io.vmnhub.smpp.EsmeAccount.LongMessages;
import io.vmnhub.smpp.EsmeAccount.VendorParameter;
import io.vmnhub.smpp.SmppVersion;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A short message as the deliver_sm of an account (SMPP 5.0 clause 4.3.1). Stateless and thread-safe.
 *
 * <p>Text that the account's default alphabet lacks goes as UCS2. What a session of SMPP 3.3 lacks parameters for goes with its user
 * data header.
 */
final class DeliverSmEncoder {

    /** Where the sequence_number stands. */
    static final int SEQUENCE_NUMBER = 12;

    private static final int DELIVER_SM = 0x05;
    static final int MOST_SHORT_MESSAGE = 254;
    private static final int MOST_ADDRESS = 20;
    private static final int MOST_PARAMETER = 0xFFFF;

    private static final int DEFAULT = 0;
    static final int OCTETS = 4;
    private static final int UCS2 = 8;

    private static final int UDHI = 0x40;
    private static final int REPLY_PATH = 0x80;

    private static final int SOURCE_PORT = 0x020A;
    private static final int DESTINATION_PORT = 0x020B;
    private static final int SAR_MSG_REF_NUM = 0x020C;
    private static final int SAR_TOTAL_SEGMENTS = 0x020E;
    private static final int SAR_SEGMENT_SEQNUM = 0x020F;
    static final int MESSAGE_PAYLOAD = 0x0424;

    private static final Set<Integer> LANGUAGE = Set.of(UserDataHeader.SINGLE_SHIFT, UserDataHeader.LOCKING_SHIFT);
    private static final Set<Integer> IN_PARAMETERS = Set.of(UserDataHeader.CONCATENATION_8_BIT, UserDataHeader.CONCATENATION_16_BIT,
            UserDataHeader.APPLICATION_PORTS_8_BIT, UserDataHeader.APPLICATION_PORTS_16_BIT, UserDataHeader.SINGLE_SHIFT,
            UserDataHeader.LOCKING_SHIFT);

    /**
     * The whole PDU, with sequence_number 0.
     *
     * @param application the owner of the number, for the vendor parameter of that name
     * @throws NotEncodableException when it needs a parameter that the version lacks
     */
    byte[] encode(ShortMessage message, String application, Content content, SmppVersion version) throws NotEncodableException {
        SmsDeliver deliver = message.deliver();
        boolean parameters = version.takesParameters();
        Body body = body(deliver, content, version);
        boolean payload = body.octets.length > MOST_SHORT_MESSAGE
                || parameters && content.longMessages() == LongMessages.PAYLOAD && deliver.concatenation().isPresent();
        if (payload && (!parameters || body.octets.length > MOST_PARAMETER)) {
            throw new NotEncodableException(body.octets.length + " octets do not fit a deliver_sm of SMPP " + version);
        }
        Octets pdu = new Octets(160 + body.octets.length);
        pdu.integer(0).integer(DELIVER_SM).integer(0).integer(0);
        pdu.octet(0); // service_type
        address(pdu, deliver.originatingAddress());
        address(pdu, message.destinationAddress());
        pdu.octet(body.esmClass(deliver));
        pdu.octet(deliver.protocolIdentifier());
        pdu.octet(0).octet(0).octet(0); // priority_flag, schedule_delivery_time, validity_period
        pdu.octet(0).octet(0); // registered_delivery, replace_if_present_flag
        pdu.octet(body.dataCoding);
        pdu.octet(0); // sm_default_msg_id
        pdu.octet(payload ? 0 : body.octets.length);
        if (!payload) {
            pdu.octets(body.octets);
        }
        if (parameters) {
            body.parameters.forEach(pdu::parameter);
            if (payload) {
                pdu.parameter(MESSAGE_PAYLOAD, body.octets);
            }
            content.vendorParameters().forEach((parameter, tag) -> vendorParameter(pdu, parameter, tag, message, application));
        }
        return pdu.pdu();
    }

    /**
     * What the message says.
     *
     * @param octets     the text or data, after its header where {@code header} says so
     * @param parameters what the header said, by tag, when it is not among the octets
     */
    record Body(byte[] octets, int dataCoding, boolean header, Map<Integer, byte[]> parameters) {

        /** With {@link #UDHI} when there is a header. */
        int esmClass(SmsDeliver deliver) {
            return (header ? UDHI : 0) | (deliver.replyPath() ? REPLY_PATH : 0);
        }
    }

    static Body body(SmsDeliver deliver, Content content, SmppVersion version) {
        boolean withoutHeader = version.takesParameters() && content.longMessages() != LongMessages.UDH
                && fitsParameters(deliver.userDataHeader());
        Body body = body(deliver, content.defaultAlphabet(), withoutHeader);
        return withoutHeader ? new Body(body.octets, body.dataCoding, false, headerParameters(deliver.userDataHeader())) : body;
    }

    private static Body body(SmsDeliver deliver, DefaultAlphabet defaultAlphabet, boolean withoutHeader) {
        UserDataHeader header = withoutHeader ? UserDataHeader.NONE : deliver.userDataHeader();
        if (deliver.alphabet() != Alphabet.GSM7) {
            return body(header, deliver.payload(), deliver.alphabet() == Alphabet.UCS2 ? UCS2 : OCTETS);
        }
        boolean shifted = deliver.userDataHeader().elements().stream().anyMatch(element -> LANGUAGE.contains(element.identifier()));
        if (defaultAlphabet == DefaultAlphabet.GSM7 && !(shifted && withoutHeader)) {
            return body(header, deliver.septets(), DEFAULT);
        }
        UserDataHeader unshifted = shifted && header.isPresent() ? new UserDataHeader(header.elements().stream()
                .filter(element -> !LANGUAGE.contains(element.identifier())).toList()) : header;
        Charset charset = switch (defaultAlphabet) {
            case ISO_8859_1 -> StandardCharsets.ISO_8859_1;
            case UTF_8 -> StandardCharsets.UTF_8;
            case GSM7 -> null; // its table for the language is gone with the header
        };
        if (charset != null) {
            try {
                ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(deliver.text()));
                byte[] octets = new byte[encoded.remaining()];
                encoded.get(octets);
                return body(unshifted, octets, DEFAULT);
            } catch (CharacterCodingException e) {
                return body(unshifted, deliver.text().getBytes(StandardCharsets.UTF_16BE), UCS2);
            }
        }
        return body(unshifted, deliver.text().getBytes(StandardCharsets.UTF_16BE), UCS2);
    }

    private static Body body(UserDataHeader header, byte[] text, int dataCoding) {
        if (!header.isPresent()) {
            return new Body(text, dataCoding, false, Map.of());
        }
        Octets joined = new Octets(header.octets() + text.length);
        joined.octets(header.encode()).octets(text);
        return new Body(joined.all(), dataCoding, true, Map.of());
    }

    /** Whether parameters can say all that the header says; what they cannot say must not be lost. */
    private static boolean fitsParameters(UserDataHeader header) {
        return header.isPresent() && !header.elements().isEmpty()
                && header.elements().stream().allMatch(element -> IN_PARAMETERS.contains(element.identifier()));
    }

    private static Map<Integer, byte[]> headerParameters(UserDataHeader header) {
        Map<Integer, byte[]> parameters = new LinkedHashMap<>();
        header.concatenation().ifPresent(part -> {
            parameters.put(SAR_MSG_REF_NUM, shortInteger(part.reference()));
            parameters.put(SAR_TOTAL_SEGMENTS, new byte[] {(byte) part.total()});
            parameters.put(SAR_SEGMENT_SEQNUM, new byte[] {(byte) part.number()});
        });
        header.applicationPorts().ifPresent(ports -> {
            parameters.put(SOURCE_PORT, shortInteger(ports.originator()));
            parameters.put(DESTINATION_PORT, shortInteger(ports.destination()));
        });
        return parameters;
    }

    private static byte[] shortInteger(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    /** TON and NPI have the same values in SMPP and GSM; 7, which GSM reserves, has none in SMPP. */
    private static void address(Octets pdu, Address address) {
        String value = address.value().length() > MOST_ADDRESS ? address.value().substring(0, MOST_ADDRESS) : address.value();
        pdu.octet(typeOfNumber(address)).octet(numberingPlan(address));
        pdu.octets(value.replace('\0', ' ').getBytes(StandardCharsets.ISO_8859_1)).octet(0);
    }

    static int typeOfNumber(Address address) {
        return address.typeOfNumber() == TypeOfNumber.RESERVED ? 0 : address.typeOfNumber().code();
    }

    static int numberingPlan(Address address) {
        return address.isAlphanumeric() ? 0 : address.numberingPlan();
    }

    private static void vendorParameter(Octets pdu, VendorParameter parameter, int tag, ShortMessage message, String application) {
        switch (parameter) {
            case SERVICE_CENTRE_TIMESTAMP -> message.deliver().serviceCentreTimestamp()
                    .ifPresent(time -> pdu.parameter(tag, cOctetString(absoluteTime(time))));
            case SERVICE_CENTRE_ADDRESS -> pdu.parameter(tag, cOctetString(message.serviceCentreAddress()));
            case APPLICATION -> pdu.parameter(tag, cOctetString(application));
            case MESSAGE_ID -> pdu.parameter(tag, cOctetString(message.id()));
        }
    }

    /** {@code YYMMDDhhmmsstnnp} (SMPP 5.0 clause 4.7.23.4): local time, tenths, quarter hours and their sign. */
    static String absoluteTime(OffsetDateTime time) {
        int seconds = time.getOffset().getTotalSeconds();
        int quarters = Math.abs(seconds) / 900;
        OffsetDateTime local = time.withOffsetSameInstant(ZoneOffset.ofTotalSeconds(Integer.signum(seconds) * quarters * 900));
        return String.format("%02d%02d%02d%02d%02d%02d%d%02d%s", local.getYear() % 100, local.getMonthValue(), local.getDayOfMonth(),
                local.getHour(), local.getMinute(), local.getSecond(), local.getNano() / 100_000_000, quarters, seconds < 0 ? "-" : "+");
    }

    private static byte[] cOctetString(String text) {
        return (text + '\0').getBytes(StandardCharsets.US_ASCII);
    }

    /** A growing row of octets, big-endian. */
    private static final class Octets {

        private byte[] octets;
        private int length;

        Octets(int capacity) {
            octets = new byte[capacity];
        }

        Octets octet(int value) {
            room(1);
            octets[length++] = (byte) value;
            return this;
        }

        Octets integer(int value) {
            return octet(value >> 24).octet(value >> 16).octet(value >> 8).octet(value);
        }

        Octets octets(byte[] more) {
            room(more.length);
            System.arraycopy(more, 0, octets, length, more.length);
            length += more.length;
            return this;
        }

        Octets parameter(int tag, byte[] value) {
            return octet(tag >> 8).octet(tag).octet(value.length >> 8).octet(value.length).octets(value);
        }

        byte[] all() {
            return Arrays.copyOf(octets, length);
        }

        /** All of it, with its length in the first four octets. */
        byte[] pdu() {
            byte[] pdu = all();
            ByteBuffer.wrap(pdu).putInt(0, pdu.length);
            return pdu;
        }

        private void room(int more) {
            if (length + more > octets.length) {
                octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
            }
        }
    }
}
