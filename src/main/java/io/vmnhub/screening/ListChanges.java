// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import io.vmnhub.journal.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was changed in the lists of a running hub, kept in a file: one line for each change, the last one for an address
 * counts. A change counts more than what the configuration says of the same address. Not thread-safe.
 */
final class ListChanges {

    private static final String HEADER =
            "# Changes of the SMSC lists made while the hub ran. Edit it only while the hub stands still.";
    private static final String ADD = "add";
    private static final String REMOVE = "remove";
    private static final String FORGET = "forget";

    private final Path file;
    /** Of each changed address its entry, or empty when it was taken off. */
    private final Map<DigitPattern, Optional<ListEntry>> changes = new LinkedHashMap<>();

    /**
     * Reads what there is.
     *
     * @throws IOException when there is a file that cannot be read or understood; it says the line
     */
    ListChanges(Path file) throws IOException {
        this.file = file;
        if (!Files.exists(file)) {
            return;
        }
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        List<String> lines = content.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank() && !lines.get(i).startsWith("#")) {
                try {
                    read(text(lines.get(i)).split("\t", -1));
                } catch (CharacterCodingException | RuntimeException e) {
                    if (i == lines.size() - 1 && !content.endsWith("\n")) {
                        return; // cut off in writing: nobody was told that this change is made
                    }
                    throw new IOException(
                            file + ":" + (i + 1) + ": is not a change of a list: " + reason(e)
                                    + ". Correct or delete this line while the hub stands still",
                            e);
                }
            }
        }
    }

    /** A line that was read octet by octet, so that one that is not text is found with its number. */
    private static String text(String octets) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                .toString();
    }

    private static String reason(Exception failure) {
        if (failure instanceof CharacterCodingException) {
            return "it is not UTF-8 text";
        }
        return failure instanceof IndexOutOfBoundsException
                ? "it ends too early: '" + ADD + "', address, colour, expiry and comment, or '" + REMOVE
                        + "' and address, with tabs between them"
                : failure.getMessage();
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
        StringBuilder text = new StringBuilder(Files.exists(file) ? "" : HEADER + "\n");
        addresses.forEach(
                address -> text.append(line(address, changes.get(address))).append('\n'));
        PrivateFile.directories(file.getParent());
        put(
                file,
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND,
                StandardOpenOption.DSYNC);
    }

    /** Leaves only the changes that count. */
    void compact() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        changes.forEach((address, change) -> text.append(line(address, change)).append('\n'));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        put(
                fresh,
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.DSYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void put(Path file, CharSequence text, OpenOption... options) throws IOException {
        try (FileChannel channel = PrivateFile.open(file, options)) {
            ByteBuffer octets = StandardCharsets.UTF_8.encode(text.toString());
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
        }
    }

    private static String line(DigitPattern address, Optional<ListEntry> change) {
        if (change == null) {
            return FORGET + "\t" + address;
        }
        return change.map(entry -> String.join(
                        "\t",
                        ADD,
                        address.toString(),
                        entry.colour().name(),
                        entry.expires().map(Instant::toString).orElse(""),
                        entry.comment().replaceAll("[\\t\\r\\n]", " ")))
                .orElse(REMOVE + "\t" + address);
    }
}
