// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The header elements before the text (TS 23.040 clause 9.2.3.24), in their order, the unknown ones too. Where an
 * element that may come once comes again, or kin that exclude each other meet, the last one that is valid counts.
 *
 * @param elements the information elements; empty also when the header on the wire breaks off within its last element,
 *     which the clause asks to ignore as a whole
 * @param octets the header's length on the wire with its length octet, 1 to 256; 0 when there is no header
 */
public record UserDataHeader(List<Element> elements, int octets) {

    /** Element identifier: concatenated short messages, 8-bit reference. */
    public static final int CONCATENATION_8_BIT = 0x00;
    /** Element identifier: special SMS message indication. */
    public static final int SPECIAL_SMS_INDICATION = 0x01;
    /** Element identifier: application port addressing, 8-bit. */
    public static final int APPLICATION_PORTS_8_BIT = 0x04;
    /** Element identifier: application port addressing, 16-bit. */
    public static final int APPLICATION_PORTS_16_BIT = 0x05;
    /** Element identifier: concatenated short messages, 16-bit reference. */
    public static final int CONCATENATION_16_BIT = 0x08;
    /** Element identifier: national language single shift. */
    public static final int SINGLE_SHIFT = 0x24;
    /** Element identifier: national language locking shift. */
    public static final int LOCKING_SHIFT = 0x25;

    /** No header. */
    public static final UserDataHeader NONE = new UserDataHeader(List.of(), 0);

    public UserDataHeader {
        elements = List.copyOf(elements);
        if (octets < 0 || octets > 256) {
            throw new IllegalArgumentException("header of " + octets + " octets is not within 0..256");
        }
        if (!elements.isEmpty() && octets != octetsOf(elements)) {
            throw new IllegalArgumentException(
                    "header of " + octets + " octets, but its elements make " + octetsOf(elements));
        }
    }

    /** A header of these elements; no header at all without any. */
    public UserDataHeader(List<Element> elements) {
        this(elements, elements.isEmpty() ? 0 : octetsOf(elements));
    }

    /**
     * One information element.
     *
     * @param identifier 0 to 255
     * @param data its octets, copied neither in nor out: do not change them
     */
    public record Element(int identifier, byte[] data) {

        public Element {
            if (identifier < 0 || identifier > 255) {
                throw new IllegalArgumentException("element identifier " + identifier + " is not within 0..255");
            }
            if (data.length > 253) {
                throw new IllegalArgumentException("element data of " + data.length + " octets does not fit a header");
            }
        }

        /** The element that numbers a part of a long message. */
        public static Element concatenation(Concatenation part) {
            byte total = (byte) part.total();
            byte number = (byte) part.number();
            return part.sixteenBit()
                    ? new Element(
                            CONCATENATION_16_BIT,
                            new byte[] {(byte) (part.reference() >> 8), (byte) part.reference(), total, number})
                    : new Element(CONCATENATION_8_BIT, new byte[] {(byte) part.reference(), total, number});
        }

        /** The element that addresses applications. */
        public static Element applicationPorts(ApplicationPorts ports) {
            int to = ports.destination();
            int from = ports.originator();
            return ports.sixteenBit()
                    ? new Element(
                            APPLICATION_PORTS_16_BIT,
                            new byte[] {(byte) (to >> 8), (byte) to, (byte) (from >> 8), (byte) from})
                    : new Element(APPLICATION_PORTS_8_BIT, new byte[] {(byte) to, (byte) from});
        }

        /** The element that selects a language's single shift table. */
        public static Element singleShift(NationalLanguage language) {
            return new Element(SINGLE_SHIFT, new byte[] {(byte) language.identifier()});
        }

        /** The element that selects a language's locking shift table. */
        public static Element lockingShift(NationalLanguage language) {
            return new Element(LOCKING_SHIFT, new byte[] {(byte) language.identifier()});
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Element that && identifier == that.identifier && Arrays.equals(data, that.data);
        }

        @Override
        public int hashCode() {
            return 31 * identifier + Arrays.hashCode(data);
        }

        /** The identifier and the length, without the data. */
        @Override
        public String toString() {
            return "Element[" + HexFormat.of().toHexDigits((byte) identifier) + ", " + data.length + " octets]";
        }

        private int octet(int index) {
            return data[index] & 0xFF;
        }
    }

    /** True when there is a header (TP-UDHI), even one without elements. */
    public boolean isPresent() {
        return octets > 0;
    }

    /** True when the header breaks off within its last element: the clause asks to ignore all of it. */
    public boolean isMalformed() {
        return octets > 1 && elements.isEmpty();
    }

    /** This header, or none in place of a malformed one: what stands before the text when it is written again. */
    public UserDataHeader wellFormed() {
        return isMalformed() ? NONE : this;
    }

    /**
     * Which part of a long message this is; an element with total 0, number 0 or number above total is ignored
     * (9.2.3.24.1).
     */
    public Optional<Concatenation> concatenation() {
        for (int i = elements.size() - 1; i >= 0; i--) {
            Element element = elements.get(i);
            boolean sixteenBit = element.identifier == CONCATENATION_16_BIT && element.data.length == 4;
            if (sixteenBit || element.identifier == CONCATENATION_8_BIT && element.data.length == 3) {
                int total = element.octet(element.data.length - 2);
                int number = element.octet(element.data.length - 1);
                if (number > 0 && number <= total) {
                    int reference = sixteenBit ? element.octet(0) << 8 | element.octet(1) : element.octet(0);
                    return Optional.of(new Concatenation(reference, sixteenBit, total, number));
                }
            }
        }
        return Optional.empty();
    }

    /** The applications that this message is between. */
    public Optional<ApplicationPorts> applicationPorts() {
        for (int i = elements.size() - 1; i >= 0; i--) {
            Element element = elements.get(i);
            if (element.identifier == APPLICATION_PORTS_16_BIT && element.data.length == 4) {
                return Optional.of(new ApplicationPorts(
                        element.octet(0) << 8 | element.octet(1), element.octet(2) << 8 | element.octet(3), true));
            }
            if (element.identifier == APPLICATION_PORTS_8_BIT && element.data.length == 2) {
                return Optional.of(new ApplicationPorts(element.octet(0), element.octet(1), false));
            }
        }
        return Optional.empty();
    }

    /** The language whose single shift table extends the main one; empty without one, or with a reserved one. */
    public Optional<NationalLanguage> singleShift() {
        return language(SINGLE_SHIFT);
    }

    /** The language whose locking shift table is the main one; empty without one, or with a reserved one. */
    public Optional<NationalLanguage> lockingShift() {
        return language(LOCKING_SHIFT);
    }

    /** All indications of messages that wait elsewhere; this element may come several times. */
    public List<SpecialSmsIndication> specialSmsIndications() {
        return elements.stream()
                .filter(element -> element.identifier == SPECIAL_SMS_INDICATION && element.data.length == 2)
                .map(element -> indication(element.octet(0), element.octet(1)))
                .toList();
    }

    /**
     * The header as it goes on the wire, its length octet first; nothing at all when there is none. One without
     * elements is a length octet of zero.
     *
     * @throws IllegalStateException when it is malformed: its octets are not known
     */
    public byte[] encode() {
        if (isMalformed()) {
            throw new IllegalStateException(
                    "a malformed user data header of " + octets + " octets cannot be written again");
        }
        if (elements.isEmpty()) {
            return new byte[isPresent() ? 1 : 0];
        }
        byte[] encoded = new byte[octets];
        encoded[0] = (byte) (octets - 1);
        int position = 1;
        for (Element element : elements) {
            encoded[position++] = (byte) element.identifier;
            encoded[position++] = (byte) element.data.length;
            System.arraycopy(element.data, 0, encoded, position, element.data.length);
            position += element.data.length;
        }
        return encoded;
    }

    /** @param userData begins with a header whose length octet is true to the array's length */
    static UserDataHeader parse(byte[] userData) {
        int octets = 1 + (userData[0] & 0xFF);
        Element[] found = new Element[octets / 2];
        int count = 0;
        int position = 1;
        while (position < octets) {
            int start = position + 2;
            if (start > octets || start + (userData[position + 1] & 0xFF) > octets) {
                return new UserDataHeader(List.of(), octets);
            }
            int end = start + (userData[position + 1] & 0xFF);
            found[count++] = new Element(userData[position] & 0xFF, Arrays.copyOfRange(userData, start, end));
            position = end;
        }
        return new UserDataHeader(Arrays.asList(found).subList(0, count), octets);
    }

    private static int octetsOf(List<Element> elements) {
        int octets = 1;
        for (Element element : elements) {
            octets += 2 + element.data.length;
        }
        return octets;
    }

    private Optional<NationalLanguage> language(int identifier) {
        for (int i = elements.size() - 1; i >= 0; i--) {
            Element element = elements.get(i);
            if (element.identifier == identifier && element.data.length == 1) {
                Optional<NationalLanguage> language = NationalLanguage.of(element.octet(0));
                if (language.isPresent()) {
                    return language;
                }
            }
        }
        return Optional.empty();
    }

    private static SpecialSmsIndication indication(int type, int count) {
        boolean video = (type & 0x1F) == 0b00111;
        MessageWaitingIndication.Kind kind =
                video ? MessageWaitingIndication.Kind.VIDEO : MessageWaitingIndication.Kind.of(type);
        return new SpecialSmsIndication(kind, type >> 5 & 3, (type & 0x80) != 0, count);
    }
}
