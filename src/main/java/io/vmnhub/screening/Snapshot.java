package io.vmnhub.screening;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Carries what screening remembers over a restart: written at times and at a clean stop, read at the start. What came between the last
 * writing and a crash is lost. Holds subscribers' numbers.
 */
public final class Snapshot {

    private static final int MAGIC = 0x564d4e53;
    private static final int FORM = 1;

    private final Path grayFile;
    private final Path queryFile;

    /** @param folder where the files are; made when there is something to write */
    public Snapshot(Path folder) {
        grayFile = folder.resolve("gray-list.snapshot");
        queryFile = folder.resolve("queries.snapshot");
    }

    /** Remembers what is in the files. @throws IOException when a file is damaged: what was read before stays */
    public void read(Screening screening) throws IOException {
        Memory<GrayList.Triple> gray = screening.grayList().memory();
        if (screening.rules().gray().persist() && Files.exists(grayFile)) {
            read(grayFile, in -> gray.remember(in.readUTF(), new GrayList.Triple(in.readBoolean(), in.readLong())));
        }
        if (screening.rules().spoofing().persist() && Files.exists(queryFile)) {
            Memory<Queries.Query> queries = screening.queries().memory();
            long complete = read(queryFile, in -> queries.remember(in.readUTF(), new Queries.Query(in.readUTF(), in.readBoolean(), in.readLong())));
            if (complete != Long.MAX_VALUE) {
                screening.queries().complete(complete);
            }
        }
    }

    /**
     * Writes the files that the rules ask for.
     *
     * @param stopping whether nothing follows: only then the queries are known to be all, and a message without one to be unsolicited
     */
    public void write(Screening screening, boolean stopping) throws IOException {
        if (screening.rules().gray().persist()) {
            List<Map.Entry<String, GrayList.Triple>> entries = entries(screening.grayList().memory());
            write(grayFile, Long.MAX_VALUE, entries, (out, triple) -> {
                out.writeBoolean(triple.passed());
                out.writeLong(triple.millis());
            });
        }
        if (screening.rules().spoofing().persist()) {
            List<Map.Entry<String, Queries.Query>> entries = entries(screening.queries().memory());
            write(queryFile, stopping ? screening.queries().complete() : Long.MAX_VALUE, entries, (out, query) -> {
                out.writeUTF(query.other());
                out.writeBoolean(query.faked());
                out.writeLong(query.millis());
            });
        }
    }

    private static <V> List<Map.Entry<String, V>> entries(Memory<V> memory) {
        List<Map.Entry<String, V>> entries = new ArrayList<>();
        memory.forEach((key, value) -> entries.add(Map.entry(key, value)));
        return entries;
    }

    private interface Reader {
        void read(DataInputStream in) throws IOException;
    }

    private interface Writer<V> {
        void write(DataOutputStream out, V value) throws IOException;
    }

    private static long read(Path file, Reader reader) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != MAGIC || in.readInt() != FORM) {
                throw new IOException("it has another form");
            }
            long complete = in.readLong();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                reader.read(in);
            }
            return complete;
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static <V> void write(Path file, long complete, List<Map.Entry<String, V>> entries, Writer<V> writer) throws IOException {
        if (entries.isEmpty() && !Files.exists(file)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(fresh)))) {
            out.writeInt(MAGIC);
            out.writeInt(FORM);
            out.writeLong(complete);
            out.writeInt(entries.size());
            for (Map.Entry<String, V> entry : entries) {
                out.writeUTF(entry.getKey());
                writer.write(out, entry.getValue());
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
