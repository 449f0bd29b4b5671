// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import com.google.re2j.Pattern;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.Alphabet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One thing that a filter asks of a message.
 *
 * @param key its key in the file
 * @param holds whether the message is so
 */
record Condition(String key, Predicate<Subject> holds) {

    /** The conditions of a filter, cheap ones first; words go into {@code groups}, whose search they ask. */
    static List<Condition> of(Conditions conditions, List<List<String>> groups) {
        List<Condition> list = new ArrayList<>();
        if (!conditions.originatingAddressType().isEmpty()) {
            list.add(new Condition(
                    "originatingAddressType",
                    subject -> conditions
                            .originatingAddressType()
                            .contains(subject.message().originatingAddress().typeOfNumber())));
        }
        if (!conditions.alphabet().isEmpty()) {
            list.add(new Condition(
                    "alphabet",
                    subject -> conditions
                            .alphabet()
                            .contains(subject.message().deliver().alphabet())));
        }
        if (!conditions.protocolIdentifier().isEmpty()) {
            list.add(new Condition(
                    "protocolIdentifier",
                    subject -> conditions
                            .protocolIdentifier()
                            .contains(subject.message().deliver().protocolIdentifier())));
        }
        conditions
                .length()
                .ifPresent(length -> list.add(new Condition("length", subject -> {
                    int actual = length(subject);
                    return actual >= length.least() && actual <= length.most();
                })));
        if (!conditions.port().isEmpty()) {
            list.add(new Condition("port", subject -> hasPort(subject, conditions.port())));
        }
        if (!conditions.smsc().isEmpty()) {
            DigitIndex<DigitPattern> index = DigitIndex.of(conditions.smsc());
            list.add(new Condition(
                    "smsc",
                    subject -> subject.sender()
                                    .callingGlobalTitle()
                                    .map(index::contains)
                                    .orElse(false)
                            || index.contains(subject.sender().serviceCentreAddress())));
        }
        if (!conditions.vmn().isEmpty()) {
            DigitIndex<DigitPattern> index = DigitIndex.of(conditions.vmn());
            list.add(new Condition(
                    "vmn",
                    subject -> index.contains(
                            subject.message().destinationAddress().value())));
        }
        if (!conditions.originatingAddress().isEmpty()) {
            OriginatingAddresses addresses = new OriginatingAddresses(conditions.originatingAddress());
            list.add(new Condition(
                    "originatingAddress",
                    subject -> addresses.contain(subject.message().originatingAddress())));
        }
        conditions
                .time()
                .ifPresent(window -> list.add(new Condition("time", subject -> window.holds(subject.epochMillis()))));
        if (!conditions.contains().isEmpty()) {
            int group = groups.size();
            groups.add(conditions.contains());
            list.add(new Condition("contains", subject -> subject.hasWordOf(group)));
        }
        conditions.regex().ifPresent(regex -> list.add(regex(regex, groups)));
        return list;
    }

    private static Condition regex(String regex, List<List<String>> groups) {
        Pattern pattern = Expressions.compile(regex);
        Predicate<Subject> matches =
                subject -> pattern.matcher(subject.message().text()).find();
        RegexPrefilter.Needs needs = RegexPrefilter.of(regex);
        Predicate<Subject> possible = subject -> subject.runs().cover(needs.runs());
        if (needs.words().isPresent()) {
            int group = groups.size();
            groups.add(needs.words().get());
            possible = ((Predicate<Subject>) subject -> subject.hasWordOf(group)).and(possible);
        }
        return new Condition("regex", possible.and(matches));
    }

    private static int length(Subject subject) {
        return subject.message().deliver().alphabet() == Alphabet.OCTETS
                ? subject.message().userData().length
                        - subject.message().deliver().userDataHeader().octets()
                : subject.message()
                        .text()
                        .codePointCount(0, subject.message().text().length());
    }

    private static boolean hasPort(Subject subject, Set<Integer> ports) {
        return subject.message()
                .deliver()
                .userDataHeader()
                .applicationPorts()
                .map(found -> ports.contains(found.destination()))
                .orElse(false);
    }

    /** Numbers by their digits, names by their letters in either case. */
    private static final class OriginatingAddresses {

        private final DigitIndex<DigitPattern> numbers;
        private final List<String> names = new ArrayList<>();

        OriginatingAddresses(List<String> patterns) {
            List<DigitPattern> digits = new ArrayList<>();
            for (String pattern : patterns) {
                if (pattern.matches("\\+?[0-9]*\\*|\\+?[0-9]+(-\\+?[0-9]+)?")) {
                    digits.add(DigitPattern.parse(pattern));
                } else {
                    names.add(Folding.fold(pattern));
                }
            }
            numbers = DigitIndex.of(digits);
        }

        boolean contain(Address address) {
            if (numbers.contains(address.value())) {
                return true;
            }
            if (names.isEmpty() || !address.isAlphanumeric()) {
                return false;
            }
            String name = Folding.fold(address.value());
            for (String pattern : names) {
                if (pattern.endsWith("*")
                        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                        : name.equals(pattern)) {
                    return true;
                }
            }
            return false;
        }
    }
}
