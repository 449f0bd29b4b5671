// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Keeps other users of the machine out of a folder, and says how many files they could have opened. */
public final class FilePermissions {

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);
    private static final Set<PosixFilePermission> NOT_OWNER = EnumSet.of(
            PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE);

    static {
        NOT_OWNER.addAll(OTHERS);
    }

    private FilePermissions() {}

    /** Whether the file system knows owners and others. */
    public static boolean areKnown(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Whether users who are neither the owner nor in the group may do anything with it. */
    public static boolean areOpen(Path path) throws IOException {
        Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
        open.retainAll(Files.getPosixFilePermissions(path));
        return !open.isEmpty();
    }

    /**
     * Makes everything in {@code folder} its owner's alone: 0700 and 0600. Links are left alone, and so is what goes
     * meanwhile.
     *
     * @return how much was not
     * @throws IOException when something cannot be changed, as what belongs to somebody else
     */
    public static int close(Path folder) throws IOException {
        Closer closer = new Closer();
        Files.walkFileTree(folder, closer);
        return closer.changed;
    }

    private static final class Closer extends SimpleFileVisitor<Path> {

        private int changed;

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            close(folder);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!attributes.isSymbolicLink()) {
                close(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw failure;
            }
            return FileVisitResult.CONTINUE;
        }

        private void close(Path path) throws IOException {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            permissions.addAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
            if (permissions.removeAll(NOT_OWNER)) {
                Files.setPosixFilePermissions(path, permissions);
                changed++;
            }
        }
    }
}
