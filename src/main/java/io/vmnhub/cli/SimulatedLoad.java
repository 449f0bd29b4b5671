// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.simulator.Pace;
import io.vmnhub.simulator.RunPlan;
import io.vmnhub.simulator.Submission;
import io.vmnhub.sms.DurationText;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code vmn-hub simulate} that say how many messages are sent, and when. */
final class SimulatedLoad {

    private static final int MOST_IN_FLIGHT_AT_A_RATE = 50_000;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many messages (default: 1; with --duration as many as go).")
    private Long count;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = Time.class,
            description = "For how long, for example 30s or 5m.")
    private Duration duration;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Messages a second, whatever becomes of those before. Latencies count from the "
                    + "moment each message was to go, so that they also hold what a slow hub has kept waiting.")
    private Double rate;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description = "How many messages may be under way at once. Without --rate the next goes "
                    + "when one has ended (default: 1); with --rate a message beyond is not sent, and "
                    + "counted (default: 50000).")
    private Integer inFlight;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Time.class,
            description = "How long the hub may take to be there, and for each answer (default: 15s).")
    private Duration timeout = Duration.ofSeconds(15);

    Duration timeout() {
        return timeout;
    }

    /** In words. */
    String timeoutText() {
        return timeout.toMillis() % 1_000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }

    /** @throws IllegalArgumentException says what is wrong */
    RunPlan plan(Submission submission) {
        Pace pace = rate == null
                ? new Pace.InFlight(inFlight == null ? 1 : inFlight)
                : new Pace.Rate(rate, inFlight == null ? MOST_IN_FLIGHT_AT_A_RATE : inFlight);
        OptionalLong messages =
                count != null ? OptionalLong.of(count) : duration != null ? OptionalLong.empty() : OptionalLong.of(1);
        return new RunPlan(submission, pace, messages, Optional.ofNullable(duration));
    }

    /** A duration as the configuration files write it. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            try {
                return DurationText.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' " + e.getMessage());
            }
        }
    }
}
