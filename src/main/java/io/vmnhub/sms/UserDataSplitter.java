// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Cuts text or data into the user data of one or several short messages (TS 23.040 clause 9.2.3.24.1). Stateless. */
final class UserDataSplitter {

    private static final int MAX_PARTS = 255;

    List<SmsDeliver> split(SmsDeliver template, String text, int reference) {
        DataCodingScheme scheme = template.dataCodingScheme();
        if (scheme.compressed()) {
            throw new IllegalArgumentException("data coding scheme " + scheme.value() + " asks for compression");
        }
        return switch (scheme.alphabet()) {
            case GSM7 -> assemble(template, new Septets(text, Gsm7.of(template.userDataHeader())), reference);
            case UCS2 -> assemble(template, new CodeUnits(text), reference);
            case OCTETS -> assemble(template, new Octets(latin1(text)), reference);
        };
    }

    List<SmsDeliver> split(SmsDeliver template, byte[] data, int reference) {
        if (template.dataCodingScheme().alphabet() != Alphabet.OCTETS) {
            throw new IllegalArgumentException(
                    "data coding scheme " + template.dataCodingScheme().value() + " is for text");
        }
        return assemble(template, new Octets(data), reference);
    }

    private static List<SmsDeliver> assemble(SmsDeliver template, Content content, int reference) {
        List<UserDataHeader.Element> others = template.userDataHeader().elements().stream()
                .filter(element -> element.identifier() != UserDataHeader.CONCATENATION_8_BIT
                        && element.identifier() != UserDataHeader.CONCATENATION_16_BIT)
                .toList();
        UserDataHeader alone = new UserDataHeader(others);
        if (end(content, 0, alone.octets()) == content.length()) {
            return List.of(part(template, alone, content, 0, content.length(), template.moreMessagesToSend()));
        }
        List<Integer> ends =
                ends(content, header(others, new Concatenation(0, false, 1, 1)).octets());
        List<SmsDeliver> parts = new ArrayList<>(ends.size());
        int start = 0;
        for (int end : ends) {
            int number = parts.size() + 1;
            UserDataHeader header = header(others, new Concatenation(reference, false, ends.size(), number));
            boolean more = number < ends.size() || template.moreMessagesToSend();
            parts.add(part(template, header, content, start, end, more));
            start = end;
        }
        return parts;
    }

    private static List<Integer> ends(Content content, int headerOctets) {
        List<Integer> ends = new ArrayList<>();
        for (int start = 0; start < content.length(); start = ends.get(ends.size() - 1)) {
            int end = end(content, start, headerOctets);
            if (end == start || ends.size() == MAX_PARTS) {
                throw new IllegalArgumentException("content of length " + content.length() + " does not fit into "
                        + MAX_PARTS + " parts with a header of " + headerOctets + " octets");
            }
            ends.add(end);
        }
        return ends;
    }

    private static int end(Content content, int start, int headerOctets) {
        return headerOctets > SmsDeliverEncoder.MAX_USER_DATA ? start : content.end(start, headerOctets);
    }

    private static UserDataHeader header(List<UserDataHeader.Element> others, Concatenation concatenation) {
        return new UserDataHeader(
                Stream.concat(Stream.of(UserDataHeader.Element.concatenation(concatenation)), others.stream())
                        .toList());
    }

    private static SmsDeliver part(
            SmsDeliver template,
            UserDataHeader header,
            Content content,
            int start,
            int end,
            boolean moreMessagesToSend) {
        return new SmsDeliver(
                moreMessagesToSend,
                template.loopPrevention(),
                template.statusReportIndication(),
                template.replyPath(),
                template.originatingAddress(),
                template.protocolIdentifier(),
                template.dataCodingScheme(),
                template.serviceCentreTimestamp(),
                header,
                content.userData(header.encode(), start, end),
                content.text(start, end));
    }

    private static byte[] latin1(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                throw new IllegalArgumentException(
                        String.format("character U+%04X is not in ISO-8859-1", text.codePointAt(i)));
            }
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] append(byte[] header, byte[] data, int start, int end) {
        byte[] userData = Arrays.copyOf(header, header.length + end - start);
        System.arraycopy(data, start, userData, header.length, end - start);
        return userData;
    }

    /** What is to be cut, seen as a row of characters or octets. */
    private sealed interface Content {
        int length();

        /**
         * Where a part that begins at {@code start} and has a header of {@code headerOctets} must end at the latest.
         */
        int end(int start, int headerOctets);

        byte[] userData(byte[] header, int start, int end);

        String text(int start, int end);
    }

    private record Septets(String text, Gsm7 alphabet) implements Content {

        private Septets {
            alphabet.encode(text); // refuses what the alphabet lacks before anything is cut
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public int end(int start, int headerOctets) {
            int room = SmsDeliverEncoder.MAX_USER_DATA * 8 / 7 - Gsm7.headerSeptets(headerOctets);
            int end = start;
            while (end < text.length() && alphabet.septets(text.charAt(end)) <= room) {
                room -= alphabet.septets(text.charAt(end++));
            }
            return end;
        }

        @Override
        public byte[] userData(byte[] header, int start, int end) {
            byte[] septets = alphabet.encode(text(start, end));
            int first = Gsm7.headerSeptets(header.length);
            byte[] userData = Arrays.copyOf(header, Gsm7.octets(first + septets.length));
            Gsm7.pack(septets, userData, first);
            return userData;
        }

        @Override
        public String text(int start, int end) {
            return text.substring(start, end);
        }
    }

    private record CodeUnits(String text) implements Content {

        private CodeUnits {
            text.codePoints()
                    .filter(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                    .findFirst()
                    .ifPresent(point -> {
                        throw new IllegalArgumentException(String.format("U+%04X is half a surrogate pair", point));
                    });
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public int end(int start, int headerOctets) {
            int end = Math.min(text.length(), start + (SmsDeliverEncoder.MAX_USER_DATA - headerOctets) / 2);
            boolean withinPair = end > start
                    && end < text.length()
                    && Character.isHighSurrogate(text.charAt(end - 1))
                    && Character.isLowSurrogate(text.charAt(end));
            return withinPair ? end - 1 : end;
        }

        @Override
        public byte[] userData(byte[] header, int start, int end) {
            byte[] encoded = text(start, end).getBytes(StandardCharsets.UTF_16BE);
            return append(header, encoded, 0, encoded.length);
        }

        @Override
        public String text(int start, int end) {
            return text.substring(start, end);
        }
    }

    private record Octets(byte[] data) implements Content {

        @Override
        public int length() {
            return data.length;
        }

        @Override
        public int end(int start, int headerOctets) {
            return Math.min(data.length, start + SmsDeliverEncoder.MAX_USER_DATA - headerOctets);
        }

        @Override
        public byte[] userData(byte[] header, int start, int end) {
            return append(header, data, start, end);
        }

        @Override
        public String text(int start, int end) {
            return "";
        }
    }
}
