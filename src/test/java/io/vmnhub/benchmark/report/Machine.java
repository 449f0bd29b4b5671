// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run was made.
 *
 * @param processor its model
 * @param memoryMegabytes all that is built in
 */
public record Machine(String processor, int cores, long memoryMegabytes, String kernel, String jvm, String jvmOptions) {

    private static final String UNKNOWN = "unknown";
    private static final long KILOBYTES = 1024;

    /**
     * This one. The model and the memory are known on Linux only.
     *
     * @param jvmOptions of the programs that are measured
     */
    public static Machine here(String jvmOptions) throws IOException {
        String memory = value(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
        return new Machine(
                value(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                memory.isEmpty() ? 0 : Long.parseLong(memory) / KILOBYTES,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                jvmOptions);
    }

    private static String value(Path file, String key) throws IOException {
        if (!Files.exists(file)) {
            return UNKNOWN;
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse(UNKNOWN);
    }
}
