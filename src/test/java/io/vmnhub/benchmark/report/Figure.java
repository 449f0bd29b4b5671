// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What is measured in each round of a phase. */
public enum Figure {
    @JsonProperty("perSecond")
    PER_SECOND("messages/s", 0, Better.MORE),
    /** Of the target, all its threads. */
    @JsonProperty("cpuMicros")
    CPU("CPU µs", 1, Better.LESS),
    @JsonProperty("generatorCpuMicros")
    GENERATOR_CPU("generator's CPU µs", 1, Better.NEITHER),
    @JsonProperty("p50Millis")
    P50("p50 ms", 2, Better.LESS),
    @JsonProperty("p90Millis")
    P90("p90 ms", 2, Better.LESS),
    @JsonProperty("p99Millis")
    P99("p99 ms", 2, Better.LESS),
    @JsonProperty("p999Millis")
    P999("p99.9 ms", 2, Better.LESS),
    @JsonProperty("maxMillis")
    MAX("max ms", 1, Better.LESS),
    /** By the target's threads that still live at the end. */
    @JsonProperty("allocatedBytes")
    ALLOCATED("allocated B", 0, Better.LESS),
    /** The target's at the end of the phase. */
    @JsonProperty("threads")
    THREADS("threads", 0, Better.NEITHER),
    /** The target's at the end of the phase. */
    @JsonProperty("residentMegabytes")
    RESIDENT("memory MB", 0, Better.LESS),
    /** From the first message taken to the last one delivered, where delivery follows the acknowledgement. */
    @JsonProperty("deliveredPerSecond")
    DELIVERED("delivered/s", 0, Better.MORE);

    /** Which of two values is the better one. */
    public enum Better {
        MORE,
        LESS,
        NEITHER
    }

    private final String label;
    private final int decimals;
    private final Better better;

    Figure(String label, int decimals, Better better) {
        this.label = label;
        this.decimals = decimals;
        this.better = better;
    }

    public String label() {
        return label;
    }

    public Better better() {
        return better;
    }

    /** Whether it is a time from the beginning of a message to its end. */
    public boolean isLatency() {
        return label.endsWith(" ms");
    }

    /** @return the value with this figure's decimals */
    public String text(double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
