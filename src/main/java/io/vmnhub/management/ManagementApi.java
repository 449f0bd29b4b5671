// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vmnhub.api.rest.AllowedMethods;
import io.vmnhub.api.rest.ApiDocument;
import io.vmnhub.api.rest.ProblemException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The management interface under {@value #PATH}: authenticated by bearer tokens or by sessions that began with one,
 * audited, made of {@link ManagementResource}s. Its OpenAPI document is at {@code /manage/openapi.json}, a page that
 * shows it at {@code /manage/docs}.
 */
public final class ManagementApi {

    public static final String PATH = "/manage/v1";

    private static final int LONGEST_BODY = 65_536;

    private final AuditTrail audit;
    private final Vertx vertx;
    private final SignIn signIn;
    private final Collection<ManagementResource> resources;

    /**
     * @param openId empty when nobody signs in by an OpenID provider
     * @param changes where the latest of the audit log stay over a restart; empty when they do not
     */
    public ManagementApi(
            Vertx vertx,
            Operators operators,
            Optional<OpenIdSettings> openId,
            Sessions sessions,
            Collection<ManagementResource> resources,
            Optional<AuditFile> changes,
            MeterRegistry registry) {
        this.vertx = vertx;
        audit = new AuditTrail(changes);
        signIn = new SignIn(vertx, operators, openId, sessions, registry);
        this.resources = resources;
    }

    /** Adds the interface to the management port's router. */
    public void mount(Router router) {
        Router api = Router.router(vertx);
        api.route().handler(audit::watch);
        signIn.guard(api);
        api.route().handler(BodyHandler.create(false).setBodyLimit(LONGEST_BODY));
        audit.mount(api);
        resources.forEach(resource -> resource.mount(api));
        AllowedMethods.end(api);
        api.route().handler(request -> request.fail(ProblemException.of(404, "there is no such resource")));
        api.route().failureHandler(ProblemException::answer);
        router.route(PATH + "/*").subRouter(api);
        ApiDocument.of("management").mount(router, "/manage");
    }

    /**
     * Has the line of the audit log say more of what a request has changed, or that it has seen a text; no text and no
     * subscriber's number belongs there.
     */
    public static void note(RoutingContext request, String what) {
        AuditTrail.note(request, what);
    }

    /** Who a request comes from. */
    public static Operator operator(RoutingContext request) {
        return SignIn.operator(request).orElseThrow();
    }

    /** Tells of a request that is answered for a long time whether the session that it began in goes on. */
    public static BooleanSupplier goesOn(RoutingContext request, Sessions sessions) {
        return SignIn.session(request)
                .<BooleanSupplier>map(
                        session -> () -> sessions.find(session.id()).isPresent())
                .orElse(() -> true);
    }

    /**
     * Does what blocks on a worker and answers with its result; what either throws is the request's failure.
     *
     * @param ordered whether it waits for what is under way already, as changes should
     */
    public static <T> void onWorker(RoutingContext request, boolean ordered, Callable<T> work, Consumer<T> answer) {
        request.vertx()
                .executeBlocking(work, ordered)
                .map(result -> {
                    answer.accept(result);
                    return result;
                })
                .onFailure(request::fail);
    }
}
