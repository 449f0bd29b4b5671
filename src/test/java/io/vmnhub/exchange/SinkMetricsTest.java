// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.ProcessorEndpoint;
import org.junit.jupiter.api.Test;

/** The rows that messages leave which go out by a route. */
class SinkMetricsTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AtomicReference<Exception> outcome = new AtomicReference<>();

    private double ended(String outcome, String error) {
        return metrics.get("vmnhub.sink.messages")
                .tag("application", "none")
                .tag("connector", "probe")
                .tag("outcome", outcome)
                .tag("error", error)
                .counter()
                .count();
    }

    @Test
    void eachEndOfAWayOutIsCountedWithItsErrorAndNoRowIsThereBefore() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getCamelContextExtension().addContextPlugin(SinkMetrics.class, new SinkMetrics(metrics));
            context.getCamelContextExtension().addInterceptStrategy(new SinkWatch());
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:acme").to("probe:out");
                }
            });
            context.addComponent("probe", new DefaultComponent() {
                @Override
                protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
                    return new ProcessorEndpoint(uri, this, exchange -> exchange.setException(outcome.get()));
                }
            });
            context.start();
            assertThat(metrics.getMeters()).isEmpty();
            context.createProducerTemplate().sendBody("direct:acme", "hello");
            outcome.set(new NotConfirmedException("no"));
            context.createProducerTemplate().send("direct:acme", exchange -> {});
            outcome.set(new NotConfirmedException(
                    "no", new MapUserErrorException(MapUserError.parse("illegalSubscriber"), "no")));
            context.createProducerTemplate().send("direct:acme", exchange -> {});
        }
        assertThat(ended("confirmed", "none")).isEqualTo(1);
        assertThat(ended("failed", "systemFailure")).isEqualTo(1);
        assertThat(ended("failed", "illegalSubscriber")).isEqualTo(1);
        assertThat(metrics.get("vmnhub.sink.time").timer().count()).isEqualTo(3);
        assertThat(metrics.get("vmnhub.sink.in.progress").gauge().value()).isZero();
    }
}
