// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The hub's numbers: found by MSISDN for SRI-SM and by IMSI for mt-ForwardSM (TS 29.002 clause 12). Thread-safe. The
 * cost of a look-up hardly depends on how many numbers there are, and it builds nothing but its result. What the plan
 * holds may be replaced as a whole while others look up; states that operators have changed stay over that.
 */
public final class NumberPlan {

    private volatile NumberTable table;
    private volatile StateChanges changes = StateChanges.NONE;

    /**
     * A file of single numbers.
     *
     * @param source the file
     * @param size how many numbers it has
     */
    public record Imported(String source, int size) {}

    private NumberPlan(NumberTable table) {
        this.table = table;
    }

    /** @throws OverlappingRangesException when two ranges overlap in numbers or in IMSIs; it names both */
    public static NumberPlan of(List<NumberRange> ranges) {
        return of(ranges, List.of());
    }

    /** @throws OverlappingRangesException when two entries overlap in numbers or in IMSIs; it names both */
    public static NumberPlan of(List<NumberRange> ranges, List<NumberImport> imports) {
        return new NumberPlan(new NumberTable(ranges, imports));
    }

    /** From now on this plan has what {@code other} has. */
    public void become(NumberPlan other) {
        table = other.table;
    }

    /** From now on numbers have the states that operators have given them. */
    void change(StateChanges changed) {
        changes = changed;
    }

    /** @param msisdn E.164 digits without plus */
    public Optional<Vmn> byMsisdn(String msisdn) {
        return changed(table.byMsisdn(msisdn));
    }

    /** @param imsi digits */
    public Optional<Vmn> byImsi(String imsi) {
        return changed(table.byImsi(imsi));
    }

    private Optional<Vmn> changed(Optional<Vmn> found) {
        StateChanges now = changes;
        return now.isEmpty() ? found : found.map(now::applyTo);
    }

    /**
     * A number as the configuration has it, whatever operators have changed.
     *
     * @param msisdn E.164 digits without plus
     */
    public Optional<Vmn> configured(String msisdn) {
        return table.byMsisdn(msisdn);
    }

    /**
     * The range that a number is in; of an imported number a range of its own.
     *
     * @param msisdn E.164 digits without plus
     */
    public Optional<NumberRange> rangeOf(String msisdn) {
        return table.rangeOf(msisdn);
    }

    /** The ranges in the order in which they were given; without imported numbers. */
    public List<NumberRange> ranges() {
        return table.ranges();
    }

    /** The files of single numbers. */
    public List<Imported> imports() {
        return table.imports();
    }

    /** Every application that owns a number. */
    public Set<String> applications() {
        return table.applications();
    }

    /** Whether some numbers have correlation IMSIs. */
    public boolean hasCorrelation() {
        return table.hasCorrelation();
    }

    /** How many numbers there are. */
    public long size() {
        return table.size();
    }
}
