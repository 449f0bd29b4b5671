// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepGuardTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AtomicInteger after = new AtomicInteger();

    /** Does to its exchange what its body says. */
    private static final class Step extends AsyncProcessorSupport {

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            switch (exchange.getMessage().getBody(String.class)) {
                case "exception" -> throw new IllegalStateException("a step that throws");
                case "error" -> throw new InternalError("a fault in a mapped file");
                case "late" -> {
                    callback.done(false);
                    throw new InternalError("a fault after the end");
                }
                case "twice" -> {
                    callback.done(false);
                    callback.done(false);
                    return false;
                }
                default -> {
                    callback.done(true);
                    return true;
                }
            }
        }
    }

    @BeforeEach
    void start() throws Exception {
        context.getCamelContextExtension().addInterceptStrategy(new StepGuard());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").process(new Step()).process(exchange -> after.incrementAndGet());
                from("direct:nested")
                        .choice()
                        .when(constant(true))
                        .to("direct:in")
                        .end();
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exchange send(String uri, String body) throws Exception {
        Exchange exchange = ExchangeBuilder.anExchange(context).withBody(body).build();
        CompletableFuture<Exchange> ended = new CompletableFuture<>();
        var producer = context.getEndpoint(uri).createAsyncProducer();
        producer.start();
        producer.process(exchange, doneSync -> ended.complete(exchange));
        return ended.get(20, TimeUnit.SECONDS);
    }

    @Test
    void whatAStepThrowsFailsItsExchange() throws Exception {
        for (String uri : new String[] {"direct:in", "direct:nested"}) {
            assertThat(send(uri, "exception").getException()).isInstanceOf(IllegalStateException.class);
            assertThat(send(uri, "error").getException())
                    .isInstanceOf(Exception.class)
                    .hasRootCauseInstanceOf(InternalError.class);
        }
        assertThat(after).hasValue(0);
        assertThat(send("direct:in", "well").getException()).isNull();
        assertThat(after).hasValue(1);
    }

    @Test
    void anErrorOfASynchronousStepFailsItsExchange() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:synchronous")
                        .process(exchange -> {
                            throw new NoClassDefFoundError("com/example/Missing");
                        })
                        .process(exchange -> after.incrementAndGet());
            }
        });
        assertThat(send("direct:synchronous", "x").getException()).hasRootCauseInstanceOf(NoClassDefFoundError.class);
        assertThat(after).hasValue(0);
    }

    @Test
    void whatAStepDoesAfterItsEndChangesNothing() throws Exception {
        assertThat(send("direct:in", "late").getException()).isNull();
        assertThat(send("direct:in", "twice").getException()).isNull();
        assertThat(after).hasValue(2);
    }

    @Test
    void theStepThatAnExchangeFailedInIsKnownByFileAndLine(@TempDir Path home) throws Exception {
        Path file = home.resolve("routes/applications/acme.camel.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                - route:
                    id: acme
                    from:
                      uri: direct:acme
                      steps:
                        - filter:
                            simple: "${body} == 'wrong'"
                            steps:
                              - throwException:
                                  exceptionType: java.lang.IllegalStateException
                                  message: it is wrong
                """);
        context.setSourceLocationEnabled(true);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "file:" + file));
        assertThat(StepGuard.failedStep(send("direct:acme", "right"))).isEmpty();
        assertThat(StepGuard.failedStep(send("direct:acme", "wrong")))
                .hasValue("routes/applications/acme.camel.yaml:9");
    }
}
