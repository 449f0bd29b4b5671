// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.tracing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.vmnhub.log.ThrottledLog;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Exports spans and counts them, with a line in the log when a collector does not take them. Thread-safe. */
public final class CountedExporter implements SpanExporter {

    private static final ThrottledLog LOG = new ThrottledLog(LoggerFactory.getLogger(CountedExporter.class));
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final SpanExporter exporter;
    private final String place;
    private final Counter exported;
    private final Counter lost;

    private CountedExporter(SpanExporter exporter, String place, MeterRegistry metrics) {
        this.exporter = exporter;
        this.place = place;
        exported = counter("exported", metrics);
        lost = counter("lost", metrics);
    }

    /**
     * By OTLP over HTTP.
     *
     * @param endpoint the collector's address for traces, such as {@code http://127.0.0.1:4318/v1/traces}
     * @param headers that it wants, such as {@code Authorization}
     */
    public static CountedExporter otlp(String endpoint, Map<String, String> headers, MeterRegistry metrics) {
        OtlpHttpSpanExporterBuilder builder =
                OtlpHttpSpanExporter.builder().setEndpoint(endpoint).setTimeout(ANSWER_WITHIN);
        headers.forEach(builder::addHeader);
        return new CountedExporter(builder.build(), endpoint.replaceFirst("\\?.*", ""), metrics);
    }

    private static Counter counter(String outcome, MeterRegistry metrics) {
        return Counter.builder("vmnhub.tracing.spans")
                .description("Spans of traces that a collector has taken, and that it has not")
                .tag("outcome", outcome)
                .register(metrics);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> {
            if (result.isSuccess()) {
                exported.increment(count);
            } else {
                lost.increment(count);
                LOG.warn("", place, () -> "Traces are lost: the collector " + place + " does not take them");
            }
        });
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
