// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.tracing;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vmnhub.exchange.MessageTrace;
import io.vmnhub.exchange.MessageTracing;
import io.vmnhub.exchange.NotConfirmedException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Traces by OpenTelemetry: one message of so many has a trace, exported in batches by a thread of its own; what finds
 * its queue full is dropped. Neither numbers nor texts are in it. Thread-safe.
 */
public final class OpenTelemetryTracing implements MessageTracing, AutoCloseable {

    private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<String> APPLICATION = AttributeKey.stringKey("vmnhub.application");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("vmnhub.outcome");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("vmnhub.route");
    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

    /** Of a message that is sampled, W3C Trace Context version 00. */
    private static final Pattern SAMPLED = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-01");

    private static final long CLOSE_SECONDS = 5;

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final int oneIn;

    /**
     * @param exporter where spans go; closed with this
     * @param service the hub's name in traces
     * @param oneIn of how many messages one is traced
     */
    public OpenTelemetryTracing(SpanExporter exporter, String service, int oneIn) {
        this.oneIn = oneIn;
        provider = SdkTracerProvider.builder()
                .setSampler(Sampler.alwaysOn())
                .setResource(Resource.getDefault().merge(Resource.create(Attributes.of(SERVICE, service))))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build();
        tracer = provider.get("io.vmnhub");
    }

    /** By OTLP over HTTP to a collector; the parameters are those of {@link CountedExporter#otlp}. */
    public static OpenTelemetryTracing otlp(
            String endpoint, Map<String, String> headers, MeterRegistry metrics, String service, int oneIn) {
        return new OpenTelemetryTracing(CountedExporter.otlp(endpoint, headers, metrics), service, oneIn);
    }

    @Override
    public Optional<MessageTrace> begin(String operation, String messageId, String application, long taken) {
        if (oneIn > 1 && ThreadLocalRandom.current().nextInt(oneIn) != 0) {
            return Optional.empty();
        }
        return Optional.of(new Trace(tracer.spanBuilder(operation)
                .setNoParent()
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(Instant.now().minusNanos(System.nanoTime() - taken))
                .setAttribute(MESSAGE, messageId)
                .setAttribute(APPLICATION, application)
                .startSpan()));
    }

    @Override
    public Optional<MessageTrace> resume(String name, String traceparent) {
        Matcher sampled = SAMPLED.matcher(traceparent);
        if (!sampled.matches()) {
            return Optional.empty();
        }
        SpanContext parent = SpanContext.createFromRemoteParent(
                sampled.group(1), sampled.group(2), TraceFlags.getSampled(), TraceState.getDefault());
        return parent.isValid()
                ? Optional.of(new Trace(tracer.spanBuilder(name)
                        .setParent(Context.root().with(Span.wrap(parent)))
                        .setSpanKind(SpanKind.CONSUMER)
                        .startSpan()))
                : Optional.empty();
    }

    private static String header(Span span) {
        SpanContext context = span.getSpanContext();
        return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-01";
    }

    private final class Trace implements MessageTrace {

        private final Span span;

        Trace(Span span) {
            this.span = span;
        }

        @Override
        public String traceparent() {
            return header(span);
        }

        @Override
        public Step sent(String connector, String route) {
            return new Sent(tracer.spanBuilder(connector)
                    .setParent(Context.root().with(span))
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute(ROUTE, route == null ? "" : route)
                    .startSpan());
        }

        @Override
        public void ended(String outcome, boolean confirmed) {
            span.setAttribute(OUTCOME, outcome).setStatus(confirmed ? StatusCode.OK : StatusCode.ERROR);
            span.end();
        }
    }

    private record Sent(Span span) implements MessageTrace.Step {

        @Override
        public String traceparent() {
            return header(span);
        }

        @Override
        public void ended(Throwable failure) {
            if (failure == null) {
                span.setStatus(StatusCode.OK);
            } else {
                span.setStatus(StatusCode.ERROR, NotConfirmedException.describe(failure));
            }
            span.end();
        }
    }

    /** Exports what there is, as far as there is time. */
    @Override
    public void close() {
        provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
