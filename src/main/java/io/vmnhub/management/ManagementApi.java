// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vmnhub.api.rest.AllowedMethods;
import io.vmnhub.api.rest.ApiDocument;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.http.CredentialThrottle;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management interface under {@value #PATH}: authenticated by bearer tokens, audited, made of
 * {@link ManagementResource}s. Its OpenAPI document is at {@code /manage/openapi.json}, a page that shows it at
 * {@code /manage/docs}.
 */
public final class ManagementApi {

    public static final String PATH = "/manage/v1";

    private static final int LONGEST_BODY = 65_536;
    private static final String OPERATOR = "operator";
    private static final String NOTE = "auditNote";
    private static final Logger AUDIT = LoggerFactory.getLogger("io.vmnhub.audit");

    private final CredentialThrottle throttle;
    private final Vertx vertx;
    private final List<Operator> operators;
    private final Collection<ManagementResource> resources;

    /** @throws IllegalArgumentException when two operators have one token */
    public ManagementApi(
            Vertx vertx, List<Operator> operators, Collection<ManagementResource> resources, MeterRegistry registry) {
        Set<String> tokens = new HashSet<>();
        operators.forEach(one -> {
            if (!tokens.add(one.token())) {
                throw new IllegalArgumentException("the management token of " + one.name() + " is somebody else's too");
            }
        });
        this.vertx = vertx;
        throttle = new CredentialThrottle("management", registry);
        this.operators = List.copyOf(operators);
        this.resources = resources;
    }

    /** Adds the interface to the management port's router. */
    public void mount(Router router) {
        Router api = Router.router(vertx);
        api.route().handler(this::audit);
        api.route().handler(this::admit);
        api.route().handler(BodyHandler.create(false).setBodyLimit(LONGEST_BODY));
        resources.forEach(resource -> resource.mount(api));
        AllowedMethods.end(api);
        api.route().handler(request -> request.fail(ProblemException.of(404, "there is no such resource")));
        api.route().failureHandler(ProblemException::answer);
        router.route(PATH + "/*").subRouter(api);
        ApiDocument.of("management").mount(router, "/manage");
    }

    /**
     * Has the line of the audit log say more of what a request has changed; no text and no subscriber's number belongs
     * there.
     */
    public static void note(RoutingContext request, String what) {
        request.put(NOTE, what);
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

    /**
     * One line for each request, refused ones too: who asked for what, and what came of it. Queries may hold numbers
     * and are left out.
     */
    private void audit(RoutingContext request) {
        request.addEndHandler(ended -> {
            Operator who = request.get(OPERATOR);
            String what = request.get(NOTE);
            AUDIT.info(
                    "{} {} {} from {}: {}{}",
                    who == null ? "nobody known" : who.name(),
                    request.request().method(),
                    auditable(request),
                    request.request().remoteAddress().hostAddress(),
                    request.response().getStatusCode(),
                    what == null ? "" : ", " + what);
        });
        request.next();
    }

    /** The path; numbers in it are subscribers', and stay out. */
    private static String auditable(RoutingContext request) {
        return request.normalizedPath().replaceFirst("^(" + PATH + "/numbers/).*", "$1…");
    }

    private void admit(RoutingContext request) {
        String credential = Optional.ofNullable(request.request().getHeader("Authorization"))
                .orElse("");
        if (credential.isEmpty()) {
            request.fail(ProblemException.of(401, "a management token is needed"));
            return;
        }
        request.request().pause();
        throttle.admit(
                request,
                credential,
                () -> {
                    request.request().resume();
                    identify(request, credential);
                },
                () -> {
                    request.request().resume();
                    request.fail(ProblemException.of(429, "too many wrong credentials came from this address"));
                });
    }

    private void identify(RoutingContext request, String credential) {
        Optional<Operator> found = operator(credential);
        if (found.isEmpty()) {
            throttle.wrong(CredentialThrottle.client(request));
            request.fail(ProblemException.of(401, "a management token is needed"));
            return;
        }
        throttle.right(CredentialThrottle.client(request), credential);
        request.put(OPERATOR, found.get());
        if (found.get().role() == Operator.Role.VIEWER
                && !List.of(HttpMethod.GET, HttpMethod.HEAD)
                        .contains(request.request().method())) {
            request.fail(ProblemException.of(403, found.get().name() + " may look, but change nothing"));
        } else {
            request.next();
        }
    }

    /** All are compared, each in a time that does not tell how much of it is right. */
    private Optional<Operator> operator(String authorization) {
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.empty();
        }
        byte[] presented = authorization.substring(7).trim().getBytes(StandardCharsets.UTF_8);
        Operator found = null;
        for (Operator one : operators) {
            found = MessageDigest.isEqual(one.secret(), presented) ? one : found;
        }
        return Optional.ofNullable(found);
    }
}
