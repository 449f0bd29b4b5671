// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.sms;

import io.vmnhub.peer.wire.Digits;
import io.vmnhub.peer.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * Builds SMS-DELIVER TPDUs (TS 23.040 clause 9.2.2.1) in the GSM 7 bit default alphabet, UCS2 or 8-bit data.
 *
 * <p>{@code SmsDeliverTpdu.from("447700900123").gsm7("Hello").encode()}
 */
public final class SmsDeliverTpdu {

    private static final String DEFAULT_ALPHABET =
            "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
                    + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENSION = "\f^{}\\[~]|€";
    private static final int[] EXTENSION_CODES = {0x0a, 0x14, 0x28, 0x29, 0x2f, 0x3c, 0x3d, 0x3e, 0x40, 0x65};

    private final byte[] originatingAddress;
    private OffsetDateTime timestamp = OffsetDateTime.of(2026, 11, 22, 12, 0, 0, 0, ZoneOffset.ofHours(1));
    private int protocolIdentifier;
    private int dataCoding;
    private boolean moreMessagesToSend;
    private boolean statusReport;
    private byte[] header = {};
    private byte[] septets = {};
    private byte[] octets = {};
    private boolean sevenBit = true;

    private SmsDeliverTpdu(byte[] originatingAddress) {
        this.originatingAddress = originatingAddress;
    }

    /** From an international number. */
    public static SmsDeliverTpdu from(String digits) {
        return new SmsDeliverTpdu(new Octets()
                .u8(digits.length())
                .u8(0x91)
                .bytes(Digits.tbcd(digits))
                .toByteArray());
    }

    /** From a name in the default alphabet (type of number 5). */
    public static SmsDeliverTpdu fromName(String name) {
        byte[] codes = septets(name);
        byte[] packed = pack(codes, 0);
        return new SmsDeliverTpdu(new Octets()
                .u8((codes.length * 7 + 3) / 4)
                .u8(0xd0)
                .bytes(packed)
                .toByteArray());
    }

    public SmsDeliverTpdu gsm7(String text) {
        sevenBit = true;
        septets = septets(text);
        return this;
    }

    public SmsDeliverTpdu ucs2(String text) {
        return octets(8, text.getBytes(StandardCharsets.UTF_16BE));
    }

    public SmsDeliverTpdu binary(byte... data) {
        return octets(4, data);
    }

    public SmsDeliverTpdu octets(int dataCodingScheme, byte[] data) {
        sevenBit = false;
        dataCoding = dataCodingScheme;
        octets = data;
        return this;
    }

    public SmsDeliverTpdu dataCoding(int value) {
        dataCoding = value;
        return this;
    }

    public SmsDeliverTpdu protocolIdentifier(int value) {
        protocolIdentifier = value;
        return this;
    }

    public SmsDeliverTpdu timestamp(OffsetDateTime value) {
        timestamp = value;
        return this;
    }

    public SmsDeliverTpdu moreMessagesToSend() {
        moreMessagesToSend = true;
        return this;
    }

    public SmsDeliverTpdu statusReport() {
        statusReport = true;
        return this;
    }

    /** Header elements without the length octet. */
    public SmsDeliverTpdu userDataHeader(byte... elements) {
        header = elements;
        return this;
    }

    /** Concatenation with an 8-bit reference (TS 23.040 clause 9.2.3.24.1). */
    public SmsDeliverTpdu part(int reference, int number, int of) {
        return userDataHeader((byte) 0, (byte) 3, (byte) reference, (byte) of, (byte) number);
    }

    public byte[] encode() {
        int first = (moreMessagesToSend ? 0 : 0x04) | (statusReport ? 0x20 : 0) | (header.length > 0 ? 0x40 : 0);
        Octets out = new Octets()
                .u8(first)
                .bytes(originatingAddress)
                .u8(protocolIdentifier)
                .u8(dataCoding)
                .bytes(timestampOctets());
        byte[] head = header.length == 0
                ? header
                : new Octets().u8(header.length).bytes(header).toByteArray();
        if (sevenBit) {
            int fill = (7 - head.length * 8 % 7) % 7;
            out.u8((head.length * 8 + fill) / 7 + septets.length).bytes(head).bytes(pack(septets, fill));
        } else {
            out.u8(head.length + octets.length).bytes(head).bytes(octets);
        }
        return out.toByteArray();
    }

    private byte[] timestampOctets() {
        int quarters = timestamp.getOffset().getTotalSeconds() / 900;
        int zone = Math.abs(quarters);
        Octets out = new Octets();
        for (int field : new int[] {
            timestamp.getYear() % 100,
            timestamp.getMonthValue(),
            timestamp.getDayOfMonth(),
            timestamp.getHour(),
            timestamp.getMinute(),
            timestamp.getSecond()
        }) {
            out.u8(field % 10 << 4 | field / 10);
        }
        return out.u8(zone % 10 << 4 | zone / 10 | (quarters < 0 ? 0x08 : 0)).toByteArray();
    }

    private static byte[] septets(String text) {
        Octets out = new Octets();
        for (char c : text.toCharArray()) {
            int extended = EXTENSION.indexOf(c);
            int code = extended >= 0 ? EXTENSION_CODES[extended] : DEFAULT_ALPHABET.indexOf(c);
            if (code < 0) {
                throw new IllegalArgumentException("'" + c + "' is not in the GSM 7 bit default alphabet");
            }
            if (extended >= 0) {
                out.u8(0x1b);
            }
            out.u8(code);
        }
        return out.toByteArray();
    }

    /** Septets, least significant bit first, after so many fill bits (TS 23.038 clause 6.1.2.1). */
    private static byte[] pack(byte[] codes, int fillBits) {
        byte[] packed = new byte[(fillBits + codes.length * 7 + 7) / 8];
        for (int i = 0; i < codes.length * 7; i++) {
            int bit = fillBits + i;
            packed[bit / 8] |= (byte) ((codes[i / 7] >> i % 7 & 1) << bit % 8);
        }
        return packed;
    }

    /** The TPDU with its last octets missing. */
    public byte[] truncatedTo(int length) {
        return Arrays.copyOf(encode(), length);
    }
}
