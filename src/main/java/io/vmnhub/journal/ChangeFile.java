// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.journal;

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
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * A text file of changes that a running hub was told: a line for each, its fields with tabs between them. The last line
 * about something counts. Not thread-safe.
 */
public final class ChangeFile {

    private final Path file;
    private final Words words;
    private volatile Consumer<Collection<String>> listener = lines -> {};

    /**
     * What the file and messages about it say.
     *
     * @param title what the file holds, for its first line
     * @param line what a line is, after "is not"
     * @param form what a line consists of
     */
    public record Words(String title, String line, String form) {}

    /** Takes the fields of a line; a {@link RuntimeException} says what is wrong with them. */
    @FunctionalInterface
    public interface Reader {
        void read(String[] fields);
    }

    public ChangeFile(Path file, Words words) {
        this.file = file;
        this.words = words;
    }

    /**
     * Reads what there is; nothing when there is no file.
     *
     * @throws IOException when it cannot be read or understood; it says the line
     */
    public void read(Reader reader) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        List<String> lines = content.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank() && !lines.get(i).startsWith("#")) {
                try {
                    reader.read(text(lines.get(i)).split("\t", -1));
                } catch (CharacterCodingException | RuntimeException e) {
                    if (i == lines.size() - 1 && !content.endsWith("\n")) {
                        return; // cut off in writing: nobody was told that this change is made
                    }
                    throw new IOException(
                            file + ":" + (i + 1) + ": is not " + words.line() + ": " + reason(e)
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

    private String reason(Exception failure) {
        if (failure instanceof CharacterCodingException) {
            return "it is not UTF-8 text";
        }
        return failure instanceof IndexOutOfBoundsException
                ? "it ends too early: " + words.form() + ", with tabs between them"
                : failure.getMessage();
    }

    /** A line of these fields; a tab or line end in one becomes a blank. */
    public static String line(String... fields) {
        StringBuilder line = new StringBuilder();
        for (String field : fields) {
            line.append(line.isEmpty() ? "" : "\t").append(field.replaceAll("[\\t\\r\\n]", " "));
        }
        return line.toString();
    }

    /** Calls this one with the lines that are added, once they are on the disk. */
    public void whenAppended(Consumer<Collection<String>> changed) {
        listener = changed;
    }

    /** Adds lines, which are on the disk when this returns. */
    public void append(Collection<String> lines) throws IOException {
        appendTaken(lines);
        listener.accept(lines);
    }

    /** Adds lines that another node has told, and tells nobody. */
    public void appendTaken(Collection<String> lines) throws IOException {
        PrivateFile.directories(file.getParent());
        put(
                file,
                text(Files.exists(file) ? "" : header(), lines),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND,
                StandardOpenOption.DSYNC);
    }

    /** Leaves these lines only; does not make a file where there is none. */
    public void replace(Collection<String> lines) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        put(
                fresh,
                text(header(), lines),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.DSYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String header() {
        return "# " + words.title() + " made while the hub ran. Edit it only while the hub stands still.\n";
    }

    private static CharSequence text(String header, Collection<String> lines) {
        StringBuilder text = new StringBuilder(header);
        lines.forEach(line -> text.append(line).append('\n'));
        return text;
    }

    private static void put(Path file, CharSequence text, OpenOption... options) throws IOException {
        try (FileChannel channel = PrivateFile.open(file, options)) {
            ByteBuffer octets = StandardCharsets.UTF_8.encode(text.toString());
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
        }
    }
}
