// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.component.inbox.Inbox;
import io.vmnhub.http.CredentialThrottle;
import io.vmnhub.http.PostContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The REST interface of applications: GSMA OneAPI's inbound resources under {@value #PATH}, its OpenAPI document at
 * {@code /openapi.json} and a page that shows it at {@code /docs}.
 */
public final class RestApi {

    public static final String PATH = "/v1/smsmessaging/inbound";

    private final Vertx vertx;
    private final Map<String, ApiSettings> applications;
    private volatile Callers callers;
    private final RestMetrics metrics;
    private PublicUrl publicUrl = PublicUrl.of("");
    private final CredentialThrottle throttle;
    private final RequestRates rates = new RequestRates();
    private final InboundMessages messages;
    private final InboundSubscriptions subscriptions;

    /**
     * @param applications those that may use it, by name
     * @throws IllegalArgumentException when their credentials cannot be used
     */
    public RestApi(Vertx vertx, Inbox inbox, Map<String, ApiSettings> applications, MeterRegistry registry) {
        this(PostContext.of(vertx, registry), inbox, applications, registry);
    }

    /**
     * As above.
     *
     * @param posting by which subscribers are told
     */
    public RestApi(PostContext posting, Inbox inbox, Map<String, ApiSettings> applications, MeterRegistry registry) {
        vertx = posting.vertx();
        this.applications = new ConcurrentHashMap<>(applications);
        callers = new Callers(vertx, applications);
        metrics = new RestMetrics(registry);
        throttle = new CredentialThrottle("rest", registry);
        Arrivals arrivals = new Arrivals(vertx);
        Gauge.builder("vmnhub.rest.waiting", arrivals, Arrivals::size)
                .description("Requests and streams that wait for messages")
                .register(registry);
        inbox.listen(arrivals::arrived);
        messages = new InboundMessages(inbox, arrivals);
        subscriptions = new InboundSubscriptions(posting, inbox, this.applications);
    }

    /**
     * From now on these may use it, with these credentials. Requests that wait are not ended.
     *
     * @throws IllegalArgumentException when their credentials cannot be used; nothing is changed then
     */
    public void renew(Map<String, ApiSettings> renewed) {
        callers = new Callers(vertx, renewed);
        applications.keySet().retainAll(renewed.keySet());
        applications.putAll(renewed);
    }

    /**
     * URLs in answers begin with this, whatever host a request names. To be called before {@link #mount}.
     *
     * @param url scheme, host and port; empty to take them from each request
     * @throws IllegalArgumentException when it is no such URL
     */
    public RestApi at(String url) {
        publicUrl = PublicUrl.of(url);
        return this;
    }

    /** Adds the resources to a server's router, and begins to post what is subscribed to. To be called once. */
    public void mount(Router router) {
        Router api = Router.router(vertx);
        PublicUrl url = publicUrl;
        api.route().handler(metrics::measure);
        api.route().handler(request -> {
            request.put(PublicUrl.NAME, url);
            request.next();
        });
        api.route().handler(this::admit);
        messages.mount(api);
        subscriptions.mount(api);
        AllowedMethods.end(api);
        api.route().handler(request -> request.fail(ProblemException.of(404, "there is no such resource")));
        api.route().failureHandler(ProblemException::answer);
        router.route(PATH + "/*").subRouter(api);
        ApiDocument.of("northbound").mount(router, "");
        subscriptions.start();
    }

    private void admit(RoutingContext request) {
        request.request().pause();
        String credential = Callers.credential(request.request());
        if (credential.isEmpty()) {
            identify(request, credential);
        } else {
            throttle.admit(request, credential, () -> identify(request, credential), () -> {
                request.request().resume();
                request.fail(ProblemException.of(429, "too many wrong credentials came from this address"));
            });
        }
    }

    private void identify(RoutingContext request, String credential) {
        callers.of(request.request()).onComplete(found -> {
            request.request().resume();
            if (found.failed()) {
                if (!credential.isEmpty()
                        && found.cause() instanceof ProblemException problem
                        && problem.status() == 401) {
                    throttle.wrong(CredentialThrottle.client(request));
                }
                request.fail(found.cause());
                return;
            }
            throttle.right(CredentialThrottle.client(request), credential);
            if (!rates.take(
                    found.result().application(), found.result().settings().requestsPerSecond())) {
                request.fail(ProblemException.of(
                        429, "more than " + found.result().settings().requestsPerSecond() + " requests a second"));
            } else {
                request.put(InboundMessages.CALLER, found.result());
                request.next();
            }
        });
    }
}
