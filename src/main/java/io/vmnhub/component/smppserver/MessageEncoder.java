// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.EsmeAccount.Content;
import io.vmnhub.smpp.EsmeAccount.LongMessages;
import io.vmnhub.smpp.EsmeAccount.VendorParameter;
import io.vmnhub.smpp.SmppVersion;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.JoinedParts;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.TypeOfNumber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A short message as the PDU that carries it (SMPP 5.0 clauses 4.2 and 4.3). Stateless and thread-safe.
 *
 * <p>Text that the account's default alphabet lacks goes as UCS2. What a session of SMPP 3.3 lacks parameters for goes
 * with its user data header.
 */
public final class MessageEncoder {

    /** Where the sequence_number stands. */
    static final int SEQUENCE_NUMBER = 12;

    private static final int MOST_SHORT_MESSAGE = 254;
    private static final int MOST_ADDRESS = 20;
    private static final int MOST_PARAMETER = 0xFFFF;

    private static final int MESSAGE_PAYLOAD = 0x0424;

    /** The PDUs that carry messages. data_sm has its text in message_payload always. */
    public enum Operation {
        DELIVER_SM(Pdu.DELIVER_SM),
        SUBMIT_SM(Pdu.SUBMIT_SM),
        DATA_SM(Pdu.DATA_SM);

        private final int commandId;

        Operation(int commandId) {
            this.commandId = commandId;
        }
    }

    private final Operation operation;

    public MessageEncoder(Operation operation) {
        this.operation = operation;
    }

    /**
     * The whole PDU, with sequence_number 0; several, to be sent in this order, of what is too long for one.
     *
     * @param application the owner of the number, for the vendor parameter of that name
     * @throws NotEncodableException when it is too long and cannot be cut, because it is a part already; or when it is
     *     a status report, which goes to an ESME only
     */
    public List<byte[]> encode(ShortMessage message, String application, Content content, SmppVersion version)
            throws NotEncodableException {
        if (message.statusReport().isPresent() && operation != Operation.DELIVER_SM) {
            throw new NotEncodableException("a status report, which an SMSC takes from nobody");
        }
        Body body =
                message.statusReport().isPresent() ? DeliveryReceipt.of(message) : Body.of(message, content, version);
        boolean parameters = version.takesParameters();
        if (body.length() > (parameters ? MOST_PARAMETER : MOST_SHORT_MESSAGE)) {
            List<byte[]> pdus = new ArrayList<>();
            for (Body part : body.cut(reference(message))) {
                pdus.add(pdu(message, part, operation == Operation.DATA_SM, application, content, version));
            }
            return pdus;
        }
        boolean payload = operation == Operation.DATA_SM
                || body.length() > MOST_SHORT_MESSAGE
                || parameters
                        && content.longMessages() == LongMessages.PAYLOAD
                        && message.concatenation().isPresent();
        return List.of(pdu(message, body, payload, application, content, version));
    }

    /** The same however often it is sent. */
    private static int reference(ShortMessage message) {
        return 0xFF & message.joined().map(JoinedParts::reference).orElseGet(message.identity()::hashCode);
    }

    private byte[] pdu(
            ShortMessage message,
            Body body,
            boolean payload,
            String application,
            Content content,
            SmppVersion version) {
        SmsDeliver deliver = message.deliver();
        byte[] octets = body.octets();
        Octets pdu = new Octets(160 + octets.length);
        pdu.integer(0).integer(operation.commandId).integer(0).integer(0);
        pdu.octet(0); // service_type
        address(pdu, deliver.originatingAddress());
        address(pdu, message.destinationAddress());
        pdu.octet(body.esmClass(deliver.replyPath()) | DeliveryReceipt.esmClass(message));
        if (operation == Operation.DATA_SM) {
            pdu.octet(0).octet(body.dataCoding()); // registered_delivery
        } else {
            pdu.octet(deliver.protocolIdentifier());
            pdu.octet(0).octet(0).octet(0); // priority_flag, schedule_delivery_time, validity_period
            pdu.octet(0).octet(0); // registered_delivery, replace_if_present_flag
            pdu.octet(body.dataCoding());
            pdu.octet(0); // sm_default_msg_id
            pdu.octet(payload ? 0 : octets.length);
            pdu.octets(payload ? new byte[0] : octets);
        }
        if (version.takesParameters()) {
            body.parameters().forEach(pdu::parameter);
            if (payload) {
                pdu.parameter(MESSAGE_PAYLOAD, octets);
            }
            content.vendorParameters()
                    .forEach((parameter, tag) -> vendorParameter(pdu, parameter, tag, message, application));
        }
        return pdu.pdu();
    }

    /** TON and NPI have the same values in SMPP and GSM; 7, which GSM reserves, has none in SMPP. */
    private static void address(Octets pdu, Address address) {
        String value =
                address.value().length() > MOST_ADDRESS ? address.value().substring(0, MOST_ADDRESS) : address.value();
        pdu.octet(typeOfNumber(address)).octet(numberingPlan(address));
        pdu.octets(value.replace('\0', ' ').getBytes(StandardCharsets.ISO_8859_1))
                .octet(0);
    }

    private static int typeOfNumber(Address address) {
        return address.typeOfNumber() == TypeOfNumber.RESERVED
                ? 0
                : address.typeOfNumber().code();
    }

    private static int numberingPlan(Address address) {
        return address.isAlphanumeric() ? 0 : address.numberingPlan();
    }

    private static void vendorParameter(
            Octets pdu, VendorParameter parameter, int tag, ShortMessage message, String application) {
        switch (parameter) {
            case SERVICE_CENTRE_TIMESTAMP ->
                message.deliver()
                        .serviceCentreTimestamp()
                        .ifPresent(time -> pdu.parameter(tag, cOctetString(absoluteTime(time))));
            case SERVICE_CENTRE_ADDRESS -> pdu.parameter(tag, cOctetString(message.serviceCentreAddress()));
            case APPLICATION -> pdu.parameter(tag, cOctetString(application));
            case IDENTITY -> pdu.parameter(tag, cOctetString(message.identity().toString()));
            case MESSAGE_ID -> pdu.parameter(tag, cOctetString(message.id()));
        }
    }

    /** {@code YYMMDDhhmmsstnnp} (SMPP 5.0 clause 4.7.23.4): local time, tenths, quarter hours and their sign. */
    static String absoluteTime(OffsetDateTime time) {
        int seconds = time.getOffset().getTotalSeconds();
        int quarters = Math.abs(seconds) / 900;
        OffsetDateTime local =
                time.withOffsetSameInstant(ZoneOffset.ofTotalSeconds(Integer.signum(seconds) * quarters * 900));
        return String.format(
                "%02d%02d%02d%02d%02d%02d%d%02d%s",
                local.getYear() % 100,
                local.getMonthValue(),
                local.getDayOfMonth(),
                local.getHour(),
                local.getMinute(),
                local.getSecond(),
                local.getNano() / 100_000_000,
                quarters,
                seconds < 0 ? "-" : "+");
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
            return octet(tag >> 8)
                    .octet(tag)
                    .octet(value.length >> 8)
                    .octet(value.length)
                    .octets(value);
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
