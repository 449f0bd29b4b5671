// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Makes one message of the parts of a long one (TS 23.040 clause 9.2.3.24.1). Octets and septets are joined before they
 * are read, so that a character may lie across two parts. Stateless and thread-safe.
 */
public final class PartJoiner {

    /** Stands in the text for one or more parts that are missing; every alphabet has its characters. */
    public static final String GAP = "[...]";

    private final TextDecoder texts = new TextDecoder();

    /**
     * The message: id of the part that came first, an identity of those of all parts, time of the one that came last,
     * everything else but user data and text from the part with the lowest number. Its header has no concatenation
     * element; its user data is that header and the parts' user data without theirs. A national language table counts
     * in the part whose header names it (TS 23.040 clauses 9.2.3.24.15 and 16): the text of parts with different tables
     * is encoded anew.
     *
     * @param parts at least one, in any order, of the same long message, none twice
     * @param eightBit how 8-bit data is to be read
     * @throws UnmappableTextException when 8-bit data is not text and that is to fail
     */
    public ShortMessage join(List<ShortMessage> parts, EightBitText eightBit) throws UnmappableTextException {
        List<ShortMessage> sorted = parts.stream()
                .sorted(Comparator.comparingInt(part -> concatenation(part).number()))
                .toList();
        ShortMessage first = sorted.get(0);
        Concatenation concatenation = concatenation(first);
        List<Integer> numbers =
                sorted.stream().map(part -> concatenation(part).number()).toList();
        List<Integer> missing = IntStream.rangeClosed(1, concatenation.total())
                .filter(number -> !numbers.contains(number))
                .boxed()
                .toList();
        boolean readAsText = eightBit.charset().isPresent()
                && sorted.stream()
                        .anyMatch(part -> part.deliver().alphabet() == Alphabet.OCTETS
                                && !part.deliver().dataCodingScheme().compressed());
        return new ShortMessage(
                sorted.stream()
                        .map(ShortMessage::id)
                        .min(Comparator.naturalOrder())
                        .orElseThrow(),
                MessageIdentity.ofParts(
                        sorted.stream().map(ShortMessage::identity).toList()),
                first.destinationAddress(),
                first.serviceCentreAddress(),
                sorted.stream()
                        .map(ShortMessage::receivedAt)
                        .max(Instant::compareTo)
                        .orElseThrow(),
                deliver(
                        first.deliver(),
                        sorted.stream().map(ShortMessage::deliver).toList(),
                        text(sorted, concatenation.total(), eightBit)),
                readAsText ? eightBit.charset() : Optional.empty(),
                Optional.of(new JoinedParts(
                        concatenation.reference(), concatenation.sixteenBit(), concatenation.total(), missing)),
                Optional.empty());
    }

    private static Concatenation concatenation(ShortMessage part) {
        return part.concatenation()
                .orElseThrow(() -> new IllegalArgumentException(part + " is no part of a long message"));
    }

    private SmsDeliver deliver(SmsDeliver first, List<SmsDeliver> parts, String text) {
        UserDataHeader header = new UserDataHeader(first.userDataHeader().elements().stream()
                .filter(element -> element.identifier() != UserDataHeader.CONCATENATION_8_BIT
                        && element.identifier() != UserDataHeader.CONCATENATION_16_BIT)
                .toList());
        boolean septets = parts.stream().allMatch(part -> part.alphabet() == Alphabet.GSM7);
        boolean oneTable = parts.stream().allMatch(part -> TextDecoder.sameCoding(first, part));
        SmsDeliver joined = new SmsDeliver(
                false,
                first.loopPrevention(),
                first.statusReportIndication(),
                first.replyPath(),
                first.originatingAddress(),
                first.protocolIdentifier(),
                first.dataCodingScheme(),
                first.serviceCentreTimestamp(),
                header,
                septets ? texts.packed(header, parts) : octets(header, parts),
                text);
        return septets && !oneTable ? joined.saying(text) : joined;
    }

    private byte[] octets(UserDataHeader header, List<SmsDeliver> parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(header.encode());
        joined.writeBytes(texts.octets(parts));
        return joined.toByteArray();
    }

    private String text(List<ShortMessage> sorted, int total, EightBitText eightBit) throws UnmappableTextException {
        StringBuilder text = new StringBuilder();
        int expected = 1;
        for (int begin = 0, end; begin < sorted.size(); begin = end) {
            int number = concatenation(sorted.get(begin)).number();
            text.append(number == expected ? "" : GAP);
            boolean octets = sorted.get(begin).deliver().alphabet() == Alphabet.OCTETS;
            List<SmsDeliver> run = new ArrayList<>();
            for (end = begin;
                    end < sorted.size()
                            && concatenation(sorted.get(end)).number() == number
                            && octets == (sorted.get(end).deliver().alphabet() == Alphabet.OCTETS);
                    end++, number++) {
                run.add(sorted.get(end).deliver());
            }
            text.append(octets ? octets(run, eightBit) : texts.decode(run));
            expected = number;
        }
        boolean hasText = eightBit.charset().isPresent() || sorted.get(0).hasText();
        return hasText ? text.append(expected <= total ? GAP : "").toString() : "";
    }

    private String octets(List<SmsDeliver> run, EightBitText eightBit) throws UnmappableTextException {
        boolean compressed =
                run.stream().anyMatch(part -> part.dataCodingScheme().compressed());
        return compressed || eightBit.charset().isEmpty() ? "" : eightBit.text(texts.octets(run));
    }
}
