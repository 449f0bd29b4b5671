// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness: whether the disks of the folders that the hub writes to have room. */
public final class DiskHealthCheck extends AbstractHealthCheck {

    private static final int MEGABYTE = 20;

    private final List<Path> folders;
    private final long leastMegabytes;

    public DiskHealthCheck(List<Path> folders, long leastMegabytes) {
        super("vmnhub", "disk");
        this.folders = List.copyOf(folders);
        this.leastMegabytes = leastMegabytes;
    }

    /** Has the free space of each disk, and what it must have, among the metrics. */
    public DiskHealthCheck measuredBy(MeterRegistry registry) {
        folders.forEach(folder -> Gauge.builder("vmnhub.disk.free", () -> free(folder))
                .description("What the disk of a folder that the hub writes to has free")
                .baseUnit("bytes")
                .tag("folder", String.valueOf(folder.getFileName()))
                .register(registry));
        Gauge.builder("vmnhub.disk.required", () -> leastMegabytes << MEGABYTE)
                .description("What those disks must have free, or the hub is not ready")
                .baseUnit("bytes")
                .register(registry);
        return this;
    }

    private static double free(Path folder) {
        try {
            return Files.getFileStore(existing(folder)).getUsableSpace();
        } catch (IOException e) {
            return Double.NaN; // the check says why
        }
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<String> problems = new ArrayList<>();
        List<FileStore> seen = new ArrayList<>();
        for (Path folder : folders) {
            try {
                FileStore disk = Files.getFileStore(existing(folder));
                long free = disk.getUsableSpace() >> MEGABYTE;
                builder.detail("free-megabytes." + folder.getFileName(), free);
                if (free < leastMegabytes && !seen.contains(disk)) {
                    problems.add("the disk of " + folder + " has " + free + " MB free, under " + leastMegabytes);
                }
                seen.add(disk);
            } catch (IOException e) {
                problems.add("the disk of " + folder + " cannot be looked at: " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            builder.message(String.join("; ", problems));
        }
        builder.state(problems.isEmpty() ? State.UP : State.DOWN);
    }

    /** A folder that is not made yet will be on its parent's disk. */
    private static Path existing(Path folder) {
        Path existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }
}
