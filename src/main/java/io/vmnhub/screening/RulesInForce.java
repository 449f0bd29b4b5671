// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import io.vmnhub.journal.SharedLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The rules of the configuration and the changes that a running hub was told, together in force. The configuration is
 * the seed: of the same address the change counts, whatever the configuration says later, until it is forgotten.
 * Changes are on the disk before they return. Thread-safe.
 */
public final class RulesInForce implements SharedLines {

    private final ListChanges changes;
    private final Screening screening;
    private ScreeningRules seed;

    /**
     * Puts rules in force.
     *
     * @param seed the rules of the configuration
     * @param journal the file that holds the changes; it need not be there
     * @param maker makes the screening of the first rules
     * @throws IOException when the journal cannot be read
     * @throws IllegalArgumentException when a range of the seed overlaps one of another extent that was added
     */
    public RulesInForce(ScreeningRules seed, Path journal, Maker maker) throws IOException {
        this.seed = seed;
        this.changes = new ListChanges(journal);
        this.screening = maker.make(together(seed));
    }

    /** Makes screening from rules. */
    @FunctionalInterface
    public interface Maker {
        Screening make(ScreeningRules rules);
    }

    public Screening screening() {
        return screening;
    }

    /** Leaves only the changes that count in their file. */
    public synchronized void compact() throws IOException {
        changes.compact();
    }

    /**
     * Takes the configuration's new rules.
     *
     * @throws IllegalArgumentException when they do not go together with the changes; the old ones stay
     */
    public synchronized void seed(ScreeningRules changed) {
        screening.replace(together(changed));
        seed = changed;
    }

    /**
     * Puts an SMSC on a list, and takes it off any other.
     *
     * @throws IllegalArgumentException when a range overlaps another
     */
    public ListEntry add(Colour colour, DigitPattern address, String comment, Optional<Instant> expires)
            throws IOException {
        ListEntry entry = new ListEntry(colour, address, comment, expires, ListEntry.RUNTIME, 0);
        add(List.of(entry));
        return entry;
    }

    /** Adds many at once, at the cost of one. */
    public void add(Collection<ListEntry> entries) throws IOException {
        change(entries.stream().map(ListEntry::address).toList(), () -> changes.add(entries));
    }

    /**
     * Takes an SMSC off all lists, also when the configuration has it.
     *
     * @return whether it was on one
     */
    public synchronized boolean remove(DigitPattern address) throws IOException {
        boolean listed =
                screening.entries().stream().anyMatch(entry -> entry.address().equals(address));
        if (listed) { // else a later entry of the configuration would be taken off before it was there
            change(List.of(address), () -> changes.remove(List.of(address)));
        }
        return listed;
    }

    /** What was changed: of each address its entry, or empty when it was taken off. */
    public synchronized Map<DigitPattern, Optional<ListEntry>> changes() {
        return changes.current();
    }

    /**
     * Forgets what was changed about an SMSC: what the configuration says counts again.
     *
     * @return whether something had been changed
     */
    public synchronized boolean forget(DigitPattern address) throws IOException {
        boolean changed = changes.current().containsKey(address);
        change(List.of(address), () -> changes.forget(List.of(address)));
        return changed;
    }

    @Override
    public String about(String line) {
        return line.split("\t", -1)[1];
    }

    @Override
    public synchronized List<String> lines() {
        return changes.lines();
    }

    @Override
    public void whenChanged(Consumer<Collection<String>> listener) {
        changes.whenAppended(listener);
    }

    @Override
    public synchronized void take(Collection<String> lines) throws IOException {
        Map<DigitPattern, Optional<ListEntry>> before = changes.current();
        try {
            lines.forEach(changes::take);
            screening.replace(together(seed));
            changes.appendTaken(lines);
        } catch (IOException | RuntimeException e) {
            changes.restore(before);
            screening.replace(together(seed));
            throw e;
        }
    }

    private synchronized void change(Collection<DigitPattern> addresses, Runnable change) throws IOException {
        Map<DigitPattern, Optional<ListEntry>> before = changes.current();
        try {
            change.run();
            screening.replace(together(seed));
            changes.write(addresses);
        } catch (IllegalArgumentException | IOException e) {
            changes.restore(before);
            screening.replace(together(seed));
            throw e;
        }
    }

    private ScreeningRules together(ScreeningRules rules) {
        return new ScreeningRules(
                changes.applyTo(rules.entries()),
                rules.unlisted(),
                rules.black(),
                rules.white(),
                rules.gray(),
                rules.limits(),
                rules.spoofing(),
                rules.filters());
    }
}
