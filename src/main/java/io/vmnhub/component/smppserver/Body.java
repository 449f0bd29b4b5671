// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.EsmeAccount.Content;
import io.vmnhub.smpp.EsmeAccount.DefaultAlphabet;
import io.vmnhub.smpp.EsmeAccount.LongMessages;
import io.vmnhub.smpp.SmppVersion;
import io.vmnhub.sms.Alphabet;
import io.vmnhub.sms.Concatenation;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.UserDataHeader;
import io.vmnhub.sms.UserDataHeader.Element;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a message says, as SMPP says it. Immutable, as long as nobody changes {@code text}.
 *
 * @param header what stands before the text, {@link UserDataHeader#NONE} where {@code parameters} say it
 * @param text the text or data, without header
 * @param units where it may be cut
 * @param dataCoding SMPP 5.0 clause 4.7.7
 * @param parameters what the header said, by tag, when it is not before the text
 */
record Body(UserDataHeader header, byte[] text, Units units, int dataCoding, Map<Integer, byte[]> parameters) {

    static final int DEFAULT = 0;
    static final int OCTETS = 4;
    static final int UCS2 = 8;

    private static final int UDHI = 0x40;
    private static final int REPLY_PATH = 0x80;

    private static final int SOURCE_PORT = 0x020A;
    private static final int DESTINATION_PORT = 0x020B;
    private static final int SAR_MSG_REF_NUM = 0x020C;
    private static final int SAR_TOTAL_SEGMENTS = 0x020E;
    private static final int SAR_SEGMENT_SEQNUM = 0x020F;

    /** What one short message holds, header included (TS 23.040 clause 9.2.3.24). */
    private static final int MOST_OCTETS = 140;

    private static final int MOST_SEPTETS = 160;
    private static final int MOST_PARTS = 255;
    private static final byte ESCAPE = 0x1B;

    private static final Set<Integer> LANGUAGE = Set.of(UserDataHeader.SINGLE_SHIFT, UserDataHeader.LOCKING_SHIFT);
    private static final Set<Integer> IN_PARAMETERS = Set.of(
            UserDataHeader.CONCATENATION_8_BIT,
            UserDataHeader.CONCATENATION_16_BIT,
            UserDataHeader.APPLICATION_PORTS_8_BIT,
            UserDataHeader.APPLICATION_PORTS_16_BIT,
            UserDataHeader.SINGLE_SHIFT,
            UserDataHeader.LOCKING_SHIFT);

    /** What the octets of a text are. */
    enum Units {
        SEPTETS,
        LATIN_1,
        UTF_8,
        UTF_16,
        OCTETS
    }

    /** As an account wants it in a session of this version. */
    static Body of(ShortMessage message, Content content, SmppVersion version) {
        SmsDeliver deliver = message.deliver();
        if (message.joined().isPresent() && deliver.alphabet() != Alphabet.OCTETS) {
            deliver = deliver.saying(deliver.text()); // gaps and changes of alphabet are in the text only
        }
        UserDataHeader header =
                deliver.userDataHeader().wellFormed(); // a malformed one goes nowhere: receivers differ about it
        boolean withoutHeader =
                version.takesParameters() && content.longMessages() != LongMessages.UDH && fitsParameters(header);
        Body body = body(deliver, content.defaultAlphabet(), header, withoutHeader);
        return withoutHeader
                ? new Body(UserDataHeader.NONE, body.text, body.units, body.dataCoding, headerParameters(header))
                : body;
    }

    /** A text of characters that every default alphabet has at the same places. */
    static Body ascii(String text, Map<Integer, byte[]> parameters) {
        return new Body(
                UserDataHeader.NONE, text.getBytes(StandardCharsets.US_ASCII), Units.LATIN_1, DEFAULT, parameters);
    }

    /** With {@link #UDHI} when there is a header. */
    int esmClass(boolean replyPath) {
        return (header.isPresent() ? UDHI : 0) | (replyPath ? REPLY_PATH : 0);
    }

    /** In octets, with its header. */
    int length() {
        return header.octets() + text.length;
    }

    byte[] octets() {
        if (!header.isPresent()) {
            return text;
        }
        byte[] octets = Arrays.copyOf(header.encode(), length());
        System.arraycopy(text, 0, octets, header.octets(), text.length);
        return octets;
    }

    /**
     * Cuts it into parts as long as a short message's, with a header that numbers them. No character is cut.
     *
     * @param reference 0 to 255
     * @throws NotEncodableException when it is a part already, or too long for 255 parts
     */
    List<Body> cut(int reference) throws NotEncodableException {
        if (header.concatenation().isPresent()) {
            throw new NotEncodableException("a part of " + length() + " octets does not fit one PDU");
        }
        int headerOctets = numbered(reference, 1, 1).octets();
        int room = units == Units.UTF_16 || units == Units.OCTETS
                ? MOST_OCTETS - headerOctets
                : MOST_SEPTETS - (headerOctets * 8 + 6) / 7;
        List<byte[]> pieces = new ArrayList<>();
        for (int start = 0, end; start < text.length; start = end) {
            end = end(start, room);
            if (end <= start || pieces.size() == MOST_PARTS) {
                throw new NotEncodableException(length() + " octets do not fit " + MOST_PARTS + " parts");
            }
            pieces.add(Arrays.copyOfRange(text, start, end));
        }
        List<Body> parts = new ArrayList<>();
        for (byte[] piece : pieces) {
            parts.add(new Body(
                    numbered(reference, pieces.size(), parts.size() + 1), piece, units, dataCoding, parameters));
        }
        return parts;
    }

    private UserDataHeader numbered(int reference, int total, int number) {
        return new UserDataHeader(Stream.concat(
                        Stream.of(Element.concatenation(new Concatenation(reference, false, total, number))),
                        header.elements().stream())
                .toList());
    }

    private int end(int start, int room) {
        int end = Math.min(text.length, start + room);
        if (end == text.length) {
            return end;
        }
        return switch (units) {
            case SEPTETS -> isEscape(start, end - 1) ? end - 1 : end;
            case UTF_8 -> {
                while (end > start && (text[end] & 0xC0) == 0x80) {
                    end--;
                }
                yield end;
            }
            case UTF_16 -> {
                end -= (end - start) % 2;
                yield end > start && (text[end - 2] & 0xFC) == 0xD8 ? end - 2 : end;
            }
            default -> end;
        };
    }

    /** Whether the septet there is an escape to the next one, and not what an escape before it leads to. */
    private boolean isEscape(int start, int at) {
        int first = at;
        while (first >= start && text[first] == ESCAPE) {
            first--;
        }
        return (at - first) % 2 == 1;
    }

    private static Body body(
            SmsDeliver deliver, DefaultAlphabet defaultAlphabet, UserDataHeader original, boolean withoutHeader) {
        UserDataHeader header = withoutHeader ? UserDataHeader.NONE : original;
        if (deliver.alphabet() != Alphabet.GSM7) {
            boolean ucs2 = deliver.alphabet() == Alphabet.UCS2;
            return new Body(
                    header, deliver.payload(), ucs2 ? Units.UTF_16 : Units.OCTETS, ucs2 ? UCS2 : OCTETS, Map.of());
        }
        boolean shifted = original.elements().stream().anyMatch(element -> LANGUAGE.contains(element.identifier()));
        if (defaultAlphabet == DefaultAlphabet.GSM7 && !(shifted && withoutHeader)) {
            return new Body(header, deliver.septets(), Units.SEPTETS, DEFAULT, Map.of());
        }
        UserDataHeader unshifted = shifted && header.isPresent()
                ? new UserDataHeader(header.elements().stream()
                        .filter(element -> !LANGUAGE.contains(element.identifier()))
                        .toList())
                : header;
        return switch (defaultAlphabet) {
            case ISO_8859_1 -> encoded(unshifted, deliver.text(), StandardCharsets.ISO_8859_1, Units.LATIN_1);
            case UTF_8 -> encoded(unshifted, deliver.text(), StandardCharsets.UTF_8, Units.UTF_8);
            case GSM7 -> ucs2(unshifted, deliver.text()); // its table for the language is gone with the header
        };
    }

    private static Body encoded(UserDataHeader header, String text, Charset charset, Units units) {
        try {
            ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
            byte[] octets = new byte[encoded.remaining()];
            encoded.get(octets);
            return new Body(header, octets, units, DEFAULT, Map.of());
        } catch (CharacterCodingException e) {
            return ucs2(header, text);
        }
    }

    private static Body ucs2(UserDataHeader header, String text) {
        return new Body(header, text.getBytes(StandardCharsets.UTF_16BE), Units.UTF_16, UCS2, Map.of());
    }

    /** Whether parameters can say all that the header says; what they cannot say must not be lost. */
    private static boolean fitsParameters(UserDataHeader header) {
        return header.isPresent()
                && !header.elements().isEmpty()
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
}
