package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.CommandStatus;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.jsmpp.PDUReader;
import org.jsmpp.bean.Command;

/**
 * Reads the PDUs of one session. Responses to messages and requests that the hub refuses end here, by their header alone, whatever
 * their bodies hold, and so does unbind, after which the ESME is left to close; jSMPP gets the rest. Used by one thread.
 */
final class PduInput implements PDUReader {

    /** Where what is read goes. */
    interface Sink {

        /** True when the response was waited for. */
        boolean responded(int sequenceNumber, int commandStatus);

        /** The ESME has unbound, and been answered: it closes now. */
        void unbound() throws IOException;

        /** Sends a PDU without body. */
        void answer(int commandId, int commandStatus, int sequenceNumber) throws IOException;
    }

    static final int HEADER = 16;
    static final int RESPONSE = 0x80000000;
    static final int GENERIC_NACK = 0x80000000;
    static final int BIND_RECEIVER = 0x01;
    static final int BIND_TRANSMITTER = 0x02;
    static final int QUERY_SM = 0x03;
    static final int SUBMIT_SM = 0x04;
    static final int DELIVER_SM = 0x05;
    static final int DELIVER_SM_RESP = 0x80000005;
    static final int UNBIND = 0x06;
    static final int REPLACE_SM = 0x07;
    static final int CANCEL_SM = 0x08;
    static final int BIND_TRANSCEIVER = 0x09;
    static final int ENQUIRE_LINK = 0x15;
    static final int SUBMIT_MULTI = 0x21;
    static final int DATA_SM = 0x103;

    /** More than a message_payload takes; a longer PDU is none. */
    private static final int LONGEST = 70_000;

    /** The responses to what carries messages. */
    private static final Set<Integer> TO_SMSC = Set.of(SUBMIT_SM | RESPONSE, DATA_SM | RESPONSE);
    private static final Set<Integer> TO_ESME = Set.of(DELIVER_SM_RESP);

    private Sink sink;
    private final Set<Integer> responses;
    private final boolean transmits;
    private final byte[] header = new byte[HEADER];
    private byte[] pdu;
    private boolean unbound;

    private PduInput(Set<Integer> responses, boolean transmits) {
        this.responses = responses;
        this.transmits = transmits;
    }

    /** @param transmits whether the session could send messages, were they taken: it is no receiver */
    static PduInput ofEsme(boolean transmits) {
        return new PduInput(TO_ESME, transmits);
    }

    /** The hub has bound as transmitter. */
    static PduInput ofSmsc() {
        return new PduInput(TO_SMSC, false);
    }

    /** To be called before the first PDU is read. */
    void connect(Sink next) {
        sink = next;
    }

    @Override
    public Command readPDUHeader(DataInputStream in) throws IOException {
        while (true) {
            pdu = next(in);
            ByteBuffer fields = ByteBuffer.wrap(pdu);
            int commandId = fields.getInt(4);
            int status = fields.getInt(8);
            int sequenceNumber = fields.getInt(12);
            if (!handled(commandId, status, sequenceNumber)) {
                Command command = new Command();
                command.setCommandLength(pdu.length);
                command.setCommandId(commandId);
                command.setCommandStatus(status);
                command.setSequenceNumber(sequenceNumber);
                return command;
            }
        }
    }

    @Override
    public byte[] readPDU(DataInputStream in, Command pduHeader) {
        return pdu;
    }

    @Override
    public byte[] readPDU(DataInputStream in, int commandLength, int commandId, int commandStatus, int sequenceNumber) {
        return pdu;
    }

    private boolean handled(int commandId, int status, int sequenceNumber) throws IOException {
        if (responses.contains(commandId)) {
            sink.responded(sequenceNumber, status);
            return true;
        }
        switch (commandId) {
            case GENERIC_NACK -> {
                return sink.responded(sequenceNumber, status == CommandStatus.ESME_ROK ? CommandStatus.ESME_RSYSERR : status);
            }
            case UNBIND -> {
                sink.answer(UNBIND | RESPONSE, CommandStatus.ESME_ROK, sequenceNumber);
                sink.unbound();
                unbound = true;
                return true;
            }
            case BIND_TRANSMITTER | RESPONSE -> {
                return responses != TO_SMSC;
            }
            case BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER, UNBIND | RESPONSE, ENQUIRE_LINK, ENQUIRE_LINK | RESPONSE -> {
                return false;
            }
            default -> {
                if ((commandId & RESPONSE) == 0) {
                    refuse(commandId, sequenceNumber);
                }
                return true;
            }
        }
    }

    /** The hub takes no messages: politely, in the words of the operation. */
    private void refuse(int commandId, int sequenceNumber) throws IOException {
        int status = switch (commandId) {
            case SUBMIT_SM, SUBMIT_MULTI, DATA_SM -> CommandStatus.ESME_RSUBMITFAIL;
            case DELIVER_SM -> responses == TO_SMSC ? CommandStatus.ESME_RINVBNDSTS : CommandStatus.ESME_RINVCMDID;
            case QUERY_SM -> CommandStatus.ESME_RQUERYFAIL;
            case REPLACE_SM -> CommandStatus.ESME_RREPLACEFAIL;
            case CANCEL_SM -> CommandStatus.ESME_RCANCELFAIL;
            default -> CommandStatus.ESME_RINVCMDID;
        };
        if (status == CommandStatus.ESME_RINVCMDID) {
            sink.answer(GENERIC_NACK, status, sequenceNumber);
        } else {
            sink.answer(commandId | RESPONSE, transmits || commandId == DATA_SM ? status : CommandStatus.ESME_RINVBNDSTS, sequenceNumber);
        }
    }

    /** @throws SocketTimeoutException when nothing came for a while, and only between two PDUs */
    private byte[] next(InputStream in) throws IOException {
        int read = first(in);
        if (read < 0) {
            throw new EOFException();
        }
        fill(in, header, read);
        int length = ByteBuffer.wrap(header).getInt();
        if (length < HEADER || length > LONGEST) {
            sink.answer(GENERIC_NACK, CommandStatus.ESME_RINVCMDLEN, 0);
            throw new IOException("a PDU with command_length " + Integer.toUnsignedLong(length));
        }
        byte[] octets = Arrays.copyOf(header, length);
        fill(in, octets, HEADER);
        return octets;
    }

    private int first(InputStream in) throws IOException {
        try {
            return in.read(header, 0, HEADER);
        } catch (SocketTimeoutException e) {
            if (unbound) {
                return -1; // it does not close, so the hub does
            }
            throw e;
        }
    }

    private static void fill(InputStream in, byte[] octets, int from) throws IOException {
        int position = from;
        while (position < octets.length) {
            int read;
            try {
                read = in.read(octets, position, octets.length - position);
            } catch (SocketTimeoutException e) {
                throw new IOException("a PDU broke off after " + position + " octets", e);
            }
            if (read < 0) {
                throw new EOFException("a PDU broke off after " + position + " octets");
            }
            position += read;
        }
    }
}
