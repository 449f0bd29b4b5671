// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes files and folders that only the hub's own user may read, where the file system knows such a thing. */
public final class PrivateFile {

    private static final FileAttribute<?>[] NONE = {};

    private PrivateFile() {}

    /** Opens a file; one that is made by it, with 0600. */
    public static FileChannel open(Path path, OpenOption... options) throws IOException {
        return FileChannel.open(path, Set.of(options), of(path, "rw-------"));
    }

    /** Makes the folders that are not there yet, 0700. */
    public static void directories(Path folder) throws IOException {
        Files.createDirectories(folder, of(folder, "rwx------"));
    }

    private static FileAttribute<?>[] of(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : NONE;
    }
}
