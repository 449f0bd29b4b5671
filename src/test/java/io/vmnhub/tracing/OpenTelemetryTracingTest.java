// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.vmnhub.exchange.MessageTrace;
import io.vmnhub.exchange.NotConfirmedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenTelemetryTracingTest {

    private final List<SpanData> exported = new ArrayList<>();

    private final SpanExporter exporter = new SpanExporter() {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            exported.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    };

    private Map<String, SpanData> spans() {
        return exported.stream().collect(Collectors.toMap(SpanData::getName, Function.identity()));
    }

    @Test
    void aMessageItsWaysOutAndItsLaterDeliveryAreOneTrace() {
        try (OpenTelemetryTracing tracing = new OpenTelemetryTracing(exporter, "hub", 1)) {
            MessageTrace trace = tracing.begin("mt-forwardSM", "m1", "acme", System.nanoTime() - 5_000_000)
                    .orElseThrow();
            MessageTrace.Step good = trace.sent("webhook-sink", "demo");
            MessageTrace.Step bad = trace.sent("jms-sink", null);
            good.ended(null);
            bad.ended(new NotConfirmedException("the broker is away"));
            MessageTrace later =
                    tracing.resume("store delivery", trace.traceparent()).orElseThrow();
            later.ended("delivered", true);
            trace.ended("systemFailure", false);
            assertThat(good.traceparent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        }
        SpanData message = spans().get("mt-forwardSM");
        assertThat(exported).extracting(SpanData::getTraceId).containsOnly(message.getTraceId());
        assertThat(spans().get("webhook-sink").getParentSpanId()).isEqualTo(message.getSpanId());
        assertThat(spans().get("store delivery").getParentSpanId()).isEqualTo(message.getSpanId());
        assertThat(message.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(spans().get("webhook-sink").getStatus().getStatusCode()).isEqualTo(StatusCode.OK);
        assertThat(spans().get("jms-sink").getStatus().getDescription()).contains("the broker is away");
        assertThat(message.getEndEpochNanos() - message.getStartEpochNanos()).isGreaterThanOrEqualTo(5_000_000);
    }

    @Test
    void oneMessageOfSoManyIsTraced() {
        try (OpenTelemetryTracing tracing = new OpenTelemetryTracing(exporter, "hub", 10)) {
            long traced = IntStream.range(0, 10_000)
                    .filter(i -> tracing.begin("mt-forwardSM", "m" + i, "acme", System.nanoTime())
                            .isPresent())
                    .count();
            assertThat(traced).isBetween(700L, 1_300L);
        }
    }

    @Test
    void whatIsNoTraceparentOfASampledMessageBeginsNothing() {
        try (OpenTelemetryTracing tracing = new OpenTelemetryTracing(exporter, "hub", 1)) {
            assertThat(tracing.resume("store delivery", "")).isEmpty();
            assertThat(tracing.resume("store delivery", "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-00"))
                    .isEmpty();
            assertThat(tracing.resume("store delivery", "00-" + "0".repeat(32) + "-" + "b".repeat(16) + "-01"))
                    .isEmpty();
        }
    }
}
