// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import io.vmnhub.sms.Alphabet;
import io.vmnhub.sms.TimeWindow;
import io.vmnhub.sms.TypeOfNumber;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a message must be like; what is empty does not matter.
 *
 * @param smsc its SCCP or its MAP address is one of these
 * @param originatingAddress the sender is one of these: {@code 4479*}, {@code 447911123456}, {@code ACME},
 *     {@code ACME*}; letters in either case
 * @param originatingAddressType how the sender is written
 * @param vmn the number it is for
 * @param contains its text has one of these words, in either case, anywhere
 * @param regex its text has a match for this RE2 expression
 * @param alphabet the alphabet of its user data
 * @param length of the text in characters, of 8-bit data in octets
 * @param protocolIdentifier its TP-PID, 0 to 255
 * @param port its destination port (TS 23.040 clauses 9.2.3.24.3 and 9.2.3.24.4)
 * @param time when it comes
 */
public record Conditions(
        List<DigitPattern> smsc,
        List<String> originatingAddress,
        Set<TypeOfNumber> originatingAddressType,
        List<DigitPattern> vmn,
        List<String> contains,
        Optional<String> regex,
        Set<Alphabet> alphabet,
        Optional<Length> length,
        Set<Integer> protocolIdentifier,
        Set<Integer> port,
        Optional<TimeWindow> time) {

    /** Nothing matters. */
    public static final Conditions NONE = new Conditions(
            List.of(),
            List.of(),
            Set.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Set.of(),
            Set.of(),
            Optional.empty());

    /**
     * From least to most, both included.
     *
     * @param least 0 for any
     * @param most {@link Integer#MAX_VALUE} for any
     */
    public record Length(int least, int most) {
        public Length {
            if (least < 0 || most < least) {
                throw new IllegalArgumentException("length ends before it begins");
            }
        }
    }

    public Conditions {
        smsc = List.copyOf(smsc);
        originatingAddress = List.copyOf(originatingAddress);
        originatingAddressType = Set.copyOf(originatingAddressType);
        vmn = List.copyOf(vmn);
        contains = List.copyOf(contains);
        alphabet = Set.copyOf(alphabet);
        Objects.requireNonNull(length, "length");
        protocolIdentifier = Set.copyOf(protocolIdentifier);
        port = Set.copyOf(port);
        Objects.requireNonNull(time, "time");
        regex.ifPresent(Expressions::compile);
        if (contains.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("contains has an empty word");
        }
    }

    public boolean none() {
        return equals(NONE);
    }
}
