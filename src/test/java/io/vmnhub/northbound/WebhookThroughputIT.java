package io.vmnhub.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Webhooks to one fast receiver beside a bare HTTP client of the same library, in the same run. */
class WebhookThroughputIT {

    private static final int WARM_UP = 3_000;
    private static final int MESSAGES = 10_000;
    private static final int WINDOW = 200;

    @Test
    void aWebhookIsNotMuchSlowerThanABareClient() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (Receiver receiver = Receiver.answering(204); Hub hub = new Hub().routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to: kamelet:webhook-sink?allowPrivateTargets=true&maxConnections=200&url=%s
                """.formatted(receiver.url())).start()) {
            HttpClient client = vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(WINDOW));
            RequestOptions request = new RequestOptions().setAbsoluteURI(receiver.url()).setMethod(HttpMethod.POST)
                    .putHeader("Content-Type", "application/json");
            String body = ShortMessageModule.objectMapper().writeValueAsString(Messages.hello());
            Supplier<CompletableFuture<?>> bare = () -> client.request(request).compose(sent -> sent.send(body))
                    .compose(answer -> answer.end()).toCompletionStage().toCompletableFuture();
            Supplier<CompletableFuture<?>> webhook = () -> hub.send("direct:acme", Messages.hello(), Map.of())
                    .thenAccept(exchange -> assertThat(exchange.getException()).isNull());
            perSecond(bare, WARM_UP);
            perSecond(webhook, WARM_UP);
            double bareRate = 0;
            double webhookRate = 0;
            for (int round = 0; round < 2; round++) {
                bareRate = Math.max(bareRate, perSecond(bare, MESSAGES));
                webhookRate = Math.max(webhookRate, perSecond(webhook, MESSAGES));
            }
            LoggerFactory.getLogger(WebhookThroughputIT.class).warn("{} webhooks a second beside {} bare requests",
                    Math.round(webhookRate), Math.round(bareRate));
            assertThat(webhookRate).isGreaterThan(bareRate / 5);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private static double perSecond(Supplier<CompletableFuture<?>> one, int count) throws Exception {
        Semaphore window = new Semaphore(WINDOW);
        CountDownLatch left = new CountDownLatch(count);
        long start = System.nanoTime();
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        for (int i = 0; i < count; i++) {
            window.acquire();
            one.get().whenComplete((done, failure) -> {
                if (failure != null) {
                    failed.complete(failure);
                }
                window.release();
                left.countDown();
            });
        }
        assertThat(left.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(failed).isNotDone();
        return count * 1e9 / (System.nanoTime() - start);
    }
}
