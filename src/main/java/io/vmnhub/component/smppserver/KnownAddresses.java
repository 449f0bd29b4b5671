// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses that accounts have bound from, in a file that outlives the hub: a line each, {@code <system_id>
 * <address>}, the longest unused first, of which the eldest goes when there is no room. A file that cannot be read or
 * written is logged and keeps nobody out: its addresses are strangers'. Thread-safe; writes on another thread.
 */
final class KnownAddresses {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);
    private static final int MOST = 10_000;

    private final Optional<Path> file;
    private final Executor writers;
    private final Set<String> lines = new LinkedHashSet<>();
    /** How many accounts have bound from an address. */
    private final Map<String, Integer> accounts = new HashMap<>();

    private final Object writing = new Object();
    private boolean writeAwaited;

    /**
     * @param file where they are kept; none to forget them with the process
     * @param writers where the file is written
     */
    KnownAddresses(Optional<Path> file, Executor writers) {
        this.file = file;
        this.writers = writers;
        file.map(KnownAddresses::read).orElse(List.of()).forEach(this::keep);
    }

    private static List<String> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            List<String> sound = new ArrayList<>();
            List<String> all = Files.readAllLines(file, StandardCharsets.ISO_8859_1); // which reads any octet
            int firstBad = 0;
            for (int i = Math.max(0, all.size() - MOST); i < all.size(); i++) {
                if (all.get(i).matches("[\\x21-\\x7E]{1,15} [0-9A-Fa-f:.%a-z]{2,60}")) {
                    sound.add(all.get(i));
                } else if (firstBad == 0) {
                    firstBad = i + 1;
                }
            }
            if (firstBad > 0) {
                LOG.error(
                        "{} line {} is not '<system_id> <address>': of its last {} lines {} are, and the others are "
                                + "left out",
                        file,
                        firstBad,
                        Math.min(MOST, all.size()),
                        sound.size());
            }
            return sound;
        } catch (IOException e) {
            LOG.error("{} cannot be read, so every address is new to its account: {}", file, e.toString());
            return List.of();
        }
    }

    synchronized boolean contains(String account, String address) {
        return lines.contains(account + ' ' + address);
    }

    /** Of whatever account. */
    synchronized boolean contains(String address) {
        return accounts.containsKey(address);
    }

    private void keep(String line) {
        if (lines.add(line)) {
            accounts.merge(address(line), 1, Integer::sum);
        }
        if (lines.size() > MOST) {
            String eldest = lines.iterator().next();
            lines.remove(eldest);
            accounts.computeIfPresent(address(eldest), (address, count) -> count == 1 ? null : count - 1);
        }
    }

    private static String address(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }

    void add(String account, String address) {
        synchronized (this) {
            String line = account + ' ' + address;
            boolean isNew = !lines.contains(line);
            if (isNew) {
                keep(line);
            } else {
                lines.remove(line); // to the end: it is the last to go
                lines.add(line);
            }
            if (!isNew || file.isEmpty() || writeAwaited) {
                return;
            }
            writeAwaited = true;
        }
        try {
            writers.execute(this::write);
        } catch (RejectedExecutionException e) {
            LOG.debug("The hub stops, and {} stays as it is", file.get());
        }
    }

    private void write() {
        synchronized (writing) {
            List<String> now;
            synchronized (this) {
                writeAwaited = false;
                now = List.copyOf(lines);
            }
            Path target = file.orElseThrow().toAbsolutePath();
            Path fresh = target.resolveSibling(target.getFileName() + ".new");
            try {
                Files.createDirectories(target.getParent());
                Files.write(fresh, now, StandardCharsets.US_ASCII);
                try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                    written.force(true);
                }
                Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                LOG.warn(
                        "{} cannot be written: after a restart addresses that are new today count as unknown again: {}",
                        target,
                        e.toString());
            }
        }
    }
}
