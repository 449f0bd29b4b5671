// SPDX-License-Identifier: AGPL-3.0-only
package com.example.pager;

import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** An example of a third party's connector: the text goes to a pager's web service, whose 200 confirms. */
public final class PagerSink extends AsyncProcessorSupport {

    private String url;
    private long confirmMillis = 5_000;
    private ExecutorService threads;
    private HttpClient client;

    public void setUrl(String url) {
        this.url = url;
    }

    public void setConfirmMillis(long confirmMillis) {
        this.confirmMillis = confirmMillis;
    }

    @Override
    protected void doStart() {
        threads = Executors.newFixedThreadPool(2);
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads)
                .build();
    }

    @Override
    protected void doStop() {
        threads.shutdown();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofMillis(confirmMillis))
                .POST(HttpRequest.BodyPublishers.ofString(
                        exchange.getMessage().getHeader("CamelSmsText", String.class), StandardCharsets.UTF_8))
                .build();
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((answer, failure) -> {
            if (failure != null) {
                exchange.setException(new NotConfirmedException("the pager cannot be reached", failure));
            } else if (answer.statusCode() == 403) {
                exchange.setException(new MapUserErrorException(
                        MapUserError.of(MapUserError.Code.ILLEGAL_SUBSCRIBER), "the pager is blocked"));
            } else if (answer.statusCode() != 200) {
                exchange.setException(new NotConfirmedException("the pager answered " + answer.statusCode()));
            }
            callback.done(false);
        });
        return false;
    }
}
