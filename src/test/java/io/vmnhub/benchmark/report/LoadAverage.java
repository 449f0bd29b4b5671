// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine's load average of the last minute, five and fifteen: what else it had to do. */
public record LoadAverage(double one, double five, double fifteen) {

    private static final Path FILE = Path.of("/proc/loadavg");

    /** The present one; zeros where the system does not say. */
    public static LoadAverage now() throws IOException {
        if (!Files.exists(FILE)) {
            return new LoadAverage(0, 0, 0);
        }
        String[] words = Files.readString(FILE).split(" ");
        return new LoadAverage(
                Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
    }

    @Override
    public String toString() {
        return one + " " + five + " " + fifteen;
    }
}
