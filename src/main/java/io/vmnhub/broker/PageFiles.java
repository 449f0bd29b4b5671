// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the embedded broker's pages right before it starts. Artemis reads a page up to the first record that is not
 * whole, and appends behind it: what it confirms then could never be read. The beginning of a record that was being
 * written, at the end of a page, is cut off. What is whole behind damaged octets is kept in a page of its own; the
 * damaged page is kept beside it.
 */
final class PageFiles {

    private static final Logger LOG = LoggerFactory.getLogger(PageFiles.class);
    private static final byte START = '{';
    private static final byte END = '}';
    private static final int AROUND = Byte.BYTES + Integer.BYTES + Byte.BYTES;
    private static final String NAME = "[0-9]{9}\\.page";

    private PageFiles() {}

    /** Looks at all pages in the folder {@code paging}. */
    static void repair(Path paging) throws IOException {
        if (!Files.isDirectory(paging)) {
            return;
        }
        try (Stream<Path> files = Files.walk(paging, 2)) {
            for (Path page : files.filter(file -> file.getFileName().toString().matches(NAME))
                    .sorted()
                    .toList()) {
                repairPage(page);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void repairPage(Path page) throws IOException {
        byte[] octets = Files.readAllBytes(page);
        int good = goodUpTo(octets, 0);
        if (good == octets.length) {
            return;
        }
        List<ByteBuffer> behind = wholeBehind(octets, good);
        if (behind.isEmpty()) {
            LOG.warn(
                    "Broker: {} ends with {} octets of a message that was being written when the hub or the "
                            + "disk failed, and was not confirmed; "
                            + "they are cut off",
                    page,
                    octets.length - good);
        } else {
            Path damaged = page.resolveSibling(page.getFileName() + ".damaged");
            Files.copy(page, damaged, StandardCopyOption.REPLACE_EXISTING);
            Path rescued = keep(page, behind);
            LOG.error(
                    "Broker: {} is damaged at octet {}: what stood there is lost, at least one message; {} "
                            + "messages behind it are kept in {} "
                            + "and may come twice; the damaged file is {}",
                    page,
                    good,
                    behind.size(),
                    rescued,
                    damaged);
        }
        try (SeekableByteChannel file = Files.newByteChannel(page, StandardOpenOption.WRITE)) {
            file.truncate(good);
        }
    }

    /** Where the records from {@code from} on cease to be whole. */
    private static int goodUpTo(byte[] octets, int from) {
        int at = from;
        for (int next = end(octets, at); next > 0; next = end(octets, at)) {
            at = next;
        }
        return at;
    }

    /** Where the record at {@code at} ends; -1 when no whole record begins there. */
    private static int end(byte[] octets, int at) {
        if (at + AROUND > octets.length || octets[at] != START) {
            return -1;
        }
        int size = ByteBuffer.wrap(octets, at + 1, Integer.BYTES).getInt();
        long end = (long) at + AROUND + size;
        return size > 0 && end <= octets.length && octets[(int) end - 1] == END ? (int) end : -1;
    }

    private static List<ByteBuffer> wholeBehind(byte[] octets, int bad) {
        List<ByteBuffer> records = new ArrayList<>();
        int at = bad + 1;
        while (at < octets.length) {
            int end = end(octets, at);
            if (end > 0) {
                records.add(ByteBuffer.wrap(octets, at, end - at));
                at = end;
            } else {
                at++;
            }
        }
        return records;
    }

    /** Writes records into a page behind all others of the folder. */
    private static Path keep(Path page, List<ByteBuffer> records) throws IOException {
        long last;
        try (Stream<Path> files = Files.list(page.getParent())) {
            last = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(NAME))
                    .mapToLong(name -> Long.parseLong(name.substring(0, 9)))
                    .max()
                    .orElse(0);
        }
        Path rescued = page.resolveSibling("%09d.page".formatted(last + 1));
        try (SeekableByteChannel file =
                Files.newByteChannel(rescued, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (ByteBuffer record : records) {
                while (record.hasRemaining()) {
                    file.write(record);
                }
            }
        }
        return rescued;
    }
}
