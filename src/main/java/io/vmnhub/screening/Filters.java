// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All filters of a set of rules, ready to be asked. Immutable and thread-safe. */
final class Filters {

    private record Ready(Filter filter, List<Condition> when, List<Condition> unless) {}

    private final List<Ready> filters = new ArrayList<>();
    private final WordSearch words;

    Filters(List<Filter> list) {
        List<List<String>> groups = new ArrayList<>();
        for (Filter filter : list) {
            filters.add(new Ready(filter, Condition.of(filter.when(), groups), Condition.of(filter.unless(), groups)));
        }
        words = new WordSearch(groups);
    }

    WordSearch words() {
        return words;
    }

    /**
     * The filter that decides, or none.
     *
     * @param tags gets the words of those that only tag
     */
    Optional<Filter> decide(Subject subject, List<String> tags, Trace trace) {
        for (Ready ready : filters) {
            if (!holds(ready, subject, trace)) {
                continue;
            }
            if (ready.filter().outcome() instanceof Outcome.Tag tag) {
                tags.add(tag.word());
            } else {
                return Optional.of(ready.filter());
            }
        }
        return Optional.empty();
    }

    static String rule(Filter filter) {
        return "filter." + filter.name();
    }

    private static boolean holds(Ready ready, Subject subject, Trace trace) {
        Filter filter = ready.filter();
        if (!filter.applications().isEmpty() && !filter.applications().contains(subject.application())) {
            return trace.on() && report(trace, filter, "is not for application " + subject.application(), false);
        }
        Condition missing = missing(ready.when(), subject);
        if (missing != null) {
            return trace.on() && report(trace, filter, "does not hold: " + missing.key(), false);
        }
        if (!ready.unless().isEmpty() && missing(ready.unless(), subject) == null) {
            return report(trace, filter, "does not hold: its exception does", false);
        }
        return !trace.on() || report(trace, filter, "holds: " + filter.outcome(), true);
    }

    /** The first condition that does not hold; null when all do. */
    private static Condition missing(List<Condition> conditions, Subject subject) {
        for (Condition condition : conditions) {
            if (!condition.holds().test(subject)) {
                return condition;
            }
        }
        return null;
    }

    private static boolean report(Trace trace, Filter filter, String finding, boolean holds) {
        trace.step(rule(filter), finding);
        return holds;
    }
}
