package io.vmnhub.northbound.management;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vmnhub.northbound.rest.ApiDocument;
import io.vmnhub.northbound.rest.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management interface under {@value #PATH}: authenticated by a bearer token, audited, made of {@link ManagementResource}s. Its OpenAPI document
 * is at {@code /manage/openapi.json}, a page that shows it at {@code /manage/docs}.
 */
public final class ManagementApi {

    public static final String PATH = "/manage/v1";

    /** A token shorter than this could be guessed. */
    private static final int SHORTEST_TOKEN = 16;
    private static final int LONGEST_BODY = 65_536;
    private static final Logger AUDIT = LoggerFactory.getLogger("io.vmnhub.audit");

    private final Vertx vertx;
    private final byte[] token;
    private final Collection<ManagementResource> resources;

    /** @throws IllegalArgumentException when the token is too short; it does not say the token */
    public ManagementApi(Vertx vertx, String token, Collection<ManagementResource> resources) {
        if (token.length() < SHORTEST_TOKEN) {
            throw new IllegalArgumentException("the management token must have " + SHORTEST_TOKEN + " characters at least");
        }
        this.vertx = vertx;
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.resources = resources;
    }

    /** Adds the interface to the management port's router. */
    public void mount(Router router) {
        Router api = Router.router(vertx);
        api.route().handler(this::audit);
        api.route().handler(this::admit);
        api.route().handler(BodyHandler.create(false).setBodyLimit(LONGEST_BODY));
        resources.forEach(resource -> resource.mount(api));
        api.route().handler(request -> request.fail(ProblemException.of(404, "there is no such resource, or it has no such method")));
        api.route().failureHandler(ProblemException::answer);
        router.route(PATH + "/*").subRouter(api);
        ApiDocument.of("management").mount(router, "/manage");
    }

    /** One line for each request, refused ones too: who asked for what, and what came of it. Queries may hold numbers and are left out. */
    private void audit(RoutingContext request) {
        request.addEndHandler(ended -> AUDIT.info("{} {} from {}: {}", request.request().method(), request.normalizedPath(),
                request.request().remoteAddress().hostAddress(), request.response().getStatusCode()));
        request.next();
    }

    private void admit(RoutingContext request) {
        String authorization = request.request().getHeader("Authorization");
        boolean bearer = authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7);
        // compared in a time that does not tell how much of it is right
        if (bearer && MessageDigest.isEqual(token, authorization.substring(7).trim().getBytes(StandardCharsets.UTF_8))) {
            request.next();
        } else {
            request.fail(ProblemException.of(401, "the management token is needed"));
        }
    }
}
