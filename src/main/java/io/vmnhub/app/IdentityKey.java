// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.sms.MessageIdentities;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key of message identities: the one that is configured, which several nodes share, or one of the hub's own, which
 * is made at the first start and kept in a file that only the hub's user can read.
 */
final class IdentityKey {

    private static final Logger LOG = LoggerFactory.getLogger(IdentityKey.class);
    private static final String FILE = "identity.key";
    private static final int OCTETS = 32;

    private IdentityKey() {}

    /**
     * @param configured the key as it is configured, empty for the hub's own
     * @param folder where the hub's own is kept
     * @throws IOException names the file that cannot be read or written, or holds no key
     */
    static byte[] of(String configured, Path folder) throws IOException {
        if (!configured.isBlank()) {
            return configured.trim().getBytes(StandardCharsets.UTF_8);
        }
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            make(file);
        }
        String key = Files.readString(file).trim();
        if (key.length() < MessageIdentities.SHORTEST_KEY) {
            throw new IOException(
                    file + " holds no key of message identities: it has " + key.length() + " characters, and "
                            + MessageIdentities.SHORTEST_KEY
                            + " are the least. Put the key back, or delete the file: then messages that are "
                            + "repeated by their SMSC get other identities than before");
        }
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private static void make(Path file) throws IOException {
        byte[] key = new byte[OCTETS];
        new SecureRandom().nextBytes(key);
        Path unfinished = file.resolveSibling(FILE + ".part");
        Files.deleteIfExists(unfinished);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(unfinished, options, attributes)) {
            channel.write(ByteBuffer.wrap((HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        try {
            Files.move(unfinished, file);
            LOG.info(
                    "{} was made: the key of message identities. Several nodes need the same one, docs/messages.md",
                    file);
        } catch (FileAlreadyExistsException e) {
            Files.delete(unfinished); // another start was faster: its key counts
        }
    }
}
