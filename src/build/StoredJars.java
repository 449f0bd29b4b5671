// SPDX-License-Identifier: AGPL-3.0-only
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies jars with the same files in the same order, stored or deflated. Stored jars make the distribution a quarter
 * smaller, because it compresses them as a whole, and classes are read from them sooner. All times are one, so that the
 * same jars always give the same octets.
 *
 * <pre>java StoredJars.java store|deflate FOLDER JAR[:JAR...]</pre>
 *
 * A folder among the jars is passed over; an asterisk at the end of one stands for all its jars. What else is in FOLDER
 * is removed.
 */
final class StoredJars {

    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    public static void main(String[] arguments) throws IOException {
        boolean store = arguments[0].equals("store");
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        Map<String, Path> jars = jars(arguments[2]);
        try (DirectoryStream<Path> present = Files.newDirectoryStream(folder)) {
            for (Path file : present) {
                if (!jars.containsKey(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
        for (Map.Entry<String, Path> jar : jars.entrySet()) {
            copy(jar.getValue(), folder.resolve(jar.getKey()), store);
        }
    }

    private static Map<String, Path> jars(String path) throws IOException {
        Map<String, Path> jars = new TreeMap<>();
        for (String entry : List.of(path.split(File.pathSeparator))) {
            if (entry.endsWith("*")) {
                try (Stream<Path> files = Files.list(Path.of(entry).getParent())) {
                    files.filter(file -> file.toString().endsWith(".jar"))
                            .forEach(file -> jars.put(file.getFileName().toString(), file));
                }
            } else if (entry.endsWith(".jar")) {
                Path jar = Path.of(entry);
                if (jars.put(jar.getFileName().toString(), jar) != null) {
                    throw new IOException("two jars have the name " + jar.getFileName());
                }
            }
        }
        return jars;
    }

    private static void copy(Path from, Path to, boolean store) throws IOException {
        Set<String> names = new TreeSet<>();
        try (ZipFile jar = new ZipFile(from.toFile());
                ZipOutputStream copy = new ZipOutputStream(Files.newOutputStream(to))) {
            copy.setLevel(Deflater.BEST_COMPRESSION);
            for (ZipEntry entry : jar.stream().toList()) {
                if (!names.add(entry.getName())) {
                    throw new IOException(from + " has two files " + entry.getName());
                }
                byte[] octets = jar.getInputStream(entry).readAllBytes();
                ZipEntry copied = new ZipEntry(entry.getName());
                copied.setTimeLocal(TIME);
                if (store || octets.length == 0) {
                    CRC32 checksum = new CRC32();
                    checksum.update(octets);
                    copied.setMethod(ZipEntry.STORED);
                    copied.setSize(octets.length);
                    copied.setCrc(checksum.getValue());
                }
                copy.putNextEntry(copied);
                copy.write(octets);
                copy.closeEntry();
            }
        }
    }

    private StoredJars() {}
}
