// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies of damaged files, beside them; of each folder the last few. */
final class KeptCopies {

    private static final int MOST = 20;
    private static final String INFIX = ".damaged-";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private KeptCopies() {}

    /** The copy is on the disk when this returns. */
    static Path copy(Path file) throws IOException {
        Path kept = file.resolveSibling(file.getFileName() + INFIX + STAMP.format(Instant.now()));
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel to = PrivateFile.open(kept, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long done = 0; done < from.size(); ) {
                done += from.transferTo(done, from.size() - done, to);
            }
            to.force(true);
        }
        prune(file.toAbsolutePath().getParent());
        return kept;
    }

    private static void prune(Path folder) throws IOException {
        List<Path> copies;
        try (Stream<Path> files = Files.list(folder)) {
            copies = files.filter(file -> file.getFileName().toString().contains(INFIX))
                    .sorted(Comparator.comparing(
                            file -> file.getFileName().toString().replaceFirst(".*" + INFIX, "")))
                    .toList();
        }
        for (Path old : copies.subList(0, Math.max(0, copies.size() - MOST))) {
            Files.deleteIfExists(old);
        }
    }
}
