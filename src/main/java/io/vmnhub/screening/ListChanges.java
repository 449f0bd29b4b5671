// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import io.vmnhub.journal.ChangeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What was changed in the lists of a running hub, kept in a file: one line for each change, the last one for an address
 * counts. A change counts more than what the configuration says of the same address. Not thread-safe.
 */
final class ListChanges {

    private static final String ADD = "add";
    private static final String REMOVE = "remove";
    private static final String FORGET = "forget";

    private final ChangeFile file;
    /** Of each changed address its entry, or empty when it was taken off. */
    private final Map<DigitPattern, Optional<ListEntry>> changes = new LinkedHashMap<>();

    /**
     * Reads what there is.
     *
     * @throws IOException when there is a file that cannot be read or understood; it says the line
     */
    ListChanges(Path path) throws IOException {
        file = new ChangeFile(
                path,
                new ChangeFile.Words(
                        "Changes of the SMSC lists",
                        "a change of a list",
                        "'" + ADD + "', address, colour, expiry and comment, or '" + REMOVE + "' and address"));
        file.read(this::read);
    }

    /** Takes a line that another node has told. */
    void take(String line) {
        read(line.split("\t", -1));
    }

    void appendTaken(Collection<String> lines) throws IOException {
        file.appendTaken(lines);
    }

    void whenAppended(Consumer<Collection<String>> listener) {
        file.whenAppended(listener);
    }

    List<String> lines() {
        return changes.entrySet().stream()
                .map(change -> line(change.getKey(), change.getValue()))
                .toList();
    }

    private void read(String[] fields) {
        DigitPattern address = DigitPattern.parse(fields[1]);
        switch (fields[0]) {
            case ADD ->
                changes.put(
                        address,
                        Optional.of(new ListEntry(
                                Colour.valueOf(fields[2]),
                                address,
                                fields[4],
                                fields[3].isEmpty() ? Optional.empty() : Optional.of(Instant.parse(fields[3])),
                                ListEntry.RUNTIME,
                                0)));
            case REMOVE -> changes.put(address, Optional.empty());
            case FORGET -> changes.remove(address);
            default -> throw new IllegalArgumentException("'" + fields[0] + "' is neither add, remove nor forget");
        }
    }

    /** The entries of the configuration with the changes applied. */
    List<ListEntry> applyTo(List<ListEntry> seed) {
        if (changes.isEmpty()) {
            return seed;
        }
        Map<DigitPattern, ListEntry> entries = new LinkedHashMap<>(seed.size() * 2);
        seed.forEach(entry -> entries.put(entry.address(), entry));
        changes.forEach((address, entry) ->
                entry.ifPresentOrElse(added -> entries.put(address, added), () -> entries.remove(address)));
        return List.copyOf(entries.values());
    }

    Map<DigitPattern, Optional<ListEntry>> current() {
        return new LinkedHashMap<>(changes);
    }

    void restore(Map<DigitPattern, Optional<ListEntry>> before) {
        changes.clear();
        changes.putAll(before);
    }

    void add(Collection<ListEntry> entries) {
        entries.forEach(entry -> changes.put(entry.address(), Optional.of(entry)));
    }

    void remove(Collection<DigitPattern> addresses) {
        addresses.forEach(address -> changes.put(address, Optional.empty()));
    }

    void forget(Collection<DigitPattern> addresses) {
        addresses.forEach(changes::remove);
    }

    /** Appends the change of these addresses, on the disk when this returns. */
    void write(Collection<DigitPattern> addresses) throws IOException {
        file.append(addresses.stream()
                .map(address -> line(address, changes.get(address)))
                .toList());
    }

    /** Leaves only the changes that count. */
    void compact() throws IOException {
        file.replace(lines());
    }

    private static String line(DigitPattern address, Optional<ListEntry> change) {
        if (change == null) {
            return ChangeFile.line(FORGET, address.toString());
        }
        return change.map(entry -> ChangeFile.line(
                        ADD,
                        address.toString(),
                        entry.colour().name(),
                        entry.expires().map(Instant::toString).orElse(""),
                        entry.comment()))
                .orElse(ChangeFile.line(REMOVE, address.toString()));
    }
}
