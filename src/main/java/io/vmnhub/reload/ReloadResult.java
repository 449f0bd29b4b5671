// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import io.vmnhub.config.Finding;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * What became of changed files.
 *
 * @param changed the files
 * @param findings what is wrong in them, so that nothing was taken
 * @param later by file, what takes effect at the hub's next start
 */
public record ReloadResult(
        Instant at,
        Outcome outcome,
        boolean dryRun,
        List<Path> changed,
        List<Finding> findings,
        SortedMap<Path, List<String>> later) {

    /** In lower case, in metrics and answers. */
    public enum Outcome {
        /** No file has changed since the last time. */
        UNCHANGED,
        /** The changes are in force, or would be. */
        TAKEN,
        /** Something is wrong, and all is as it was. */
        REFUSED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
