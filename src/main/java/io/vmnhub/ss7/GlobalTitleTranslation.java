// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.ss7.api.Ss7Settings.Target;
import io.vmnhub.ss7.api.Ss7Settings.TranslationRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The hub's global title translation (ITU-T Q.714 clause 2.4): the most specific rule wins, exact digits before longer
 * prefixes before shorter ones; rules with the same digits are tried in their order. The cost of a look-up depends on
 * the length of the title, not on the number of rules. Immutable and thread-safe.
 */
public final class GlobalTitleTranslation {

    private final Map<String, List<TranslationRule>> exact = new HashMap<>();
    private final Map<String, List<TranslationRule>> prefixes = new HashMap<>();
    private final int longestPrefix;

    public GlobalTitleTranslation(List<TranslationRule> rules) {
        int longest = 0;
        for (TranslationRule rule : rules) {
            String digits =
                    rule.prefix() ? rule.digits().substring(0, rule.digits().length() - 1) : rule.digits();
            (rule.prefix() ? prefixes : exact)
                    .computeIfAbsent(digits, key -> new ArrayList<>())
                    .add(rule);
            longest = rule.prefix() ? Math.max(longest, digits.length()) : longest;
        }
        longestPrefix = longest;
    }

    /**
     * A title as it stands in a called or calling party address.
     *
     * @param translationType -1 where the global title indicator has none; likewise the other two
     */
    public record Title(
            String digits, int translationType, int numberingPlan, int natureOfAddress, int subsystemNumber) {

        /** The same title with another subsystem number. */
        Title withSubsystem(int other) {
            return new Title(digits, translationType, numberingPlan, natureOfAddress, other);
        }
    }

    /** Whether a message that arrived for {@code title} is for this hub. */
    public boolean isLocal(Title title) {
        return find(title, target -> target instanceof Target.Local).isPresent();
    }

    /** Whether some rule translates titles of this type, plan and nature to the hub, whatever their digits. */
    public boolean translatesNatureOf(Title title) {
        return Stream.of(exact, prefixes)
                .flatMap(rules -> rules.values().stream())
                .flatMap(List::stream)
                .anyMatch(rule -> rule.target() instanceof Target.Local && matchesNature(rule, title));
    }

    /** The point code that a message of the hub for {@code title} is to be sent to. */
    public Optional<Integer> pointCode(Title title) {
        return find(title, target -> target instanceof Target.PointCode)
                .map(target -> ((Target.PointCode) target).pointCode());
    }

    private Optional<Target> find(Title title, Predicate<Target> wanted) {
        Optional<Target> found = matching(exact.get(title.digits()), title, wanted);
        for (int length = Math.min(longestPrefix, title.digits().length()); found.isEmpty() && length >= 0; length--) {
            found = matching(prefixes.get(title.digits().substring(0, length)), title, wanted);
        }
        return found;
    }

    private static Optional<Target> matching(List<TranslationRule> rules, Title title, Predicate<Target> wanted) {
        if (rules != null) {
            for (TranslationRule rule : rules) {
                if (wanted.test(rule.target()) && matches(rule, title)) {
                    return Optional.of(rule.target());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean matches(TranslationRule rule, Title title) {
        return matchesNature(rule, title)
                && (rule.subsystemNumbers().isEmpty() || rule.subsystemNumbers().contains(title.subsystemNumber()));
    }

    private static boolean matchesNature(TranslationRule rule, Title title) {
        return (rule.translationType().isEmpty() || rule.translationType().getAsInt() == title.translationType())
                && (rule.numberingPlan().isEmpty() || rule.numberingPlan().getAsInt() == title.numberingPlan())
                && (rule.natureOfAddress().isEmpty() || rule.natureOfAddress().getAsInt() == title.natureOfAddress());
    }
}
