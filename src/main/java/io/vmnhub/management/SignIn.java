// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.NetUtil;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vmnhub.api.rest.JsonBody;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.http.CredentialThrottle;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Knows who a request comes from: by a bearer token, or by the cookie of a session that began with a token at
 * {@code POST /session}. A session's cookie is HttpOnly and SameSite=Strict, and what changes something needs the
 * session's CSRF token in {@value #CSRF_HEADER} besides.
 */
final class SignIn {

    static final String COOKIE = "vmnhub_session";
    static final String CSRF_HEADER = "X-CSRF-Token";

    private static final int LONGEST_BODY = 4_096;
    private static final String OPERATOR = "operator";
    private static final String SESSION = "session";
    private static final String NO_TOKEN = "a management token is needed";

    private final SignInLock lock = new SignInLock();
    private final Operators operators;
    private final Sessions sessions;
    private final CredentialThrottle throttle;
    private final Optional<OpenIdSignIn> openId;

    /** @param openIdProvider empty when nobody signs in by one */
    SignIn(
            Vertx vertx,
            Operators operators,
            Optional<OpenIdSettings> openIdProvider,
            Sessions sessions,
            MeterRegistry registry) {
        openId = openIdProvider.map(
                settings -> new OpenIdSignIn(settings, new OpenIdProvider(vertx, settings), this::enterSession));
        this.operators = operators;
        this.sessions = sessions;
        throttle = new CredentialThrottle("management", registry);
    }

    /** Who a request comes from; empty when that is not known. */
    static Optional<Operator> operator(RoutingContext request) {
        return Optional.ofNullable(request.get(OPERATOR));
    }

    /** The session that a request belongs to; empty for a bearer token's. */
    static Optional<Session> session(RoutingContext request) {
        return Optional.ofNullable(request.get(SESSION));
    }

    /** Before anything else: the form, then the check that everything after it stands behind. */
    void guard(Router router) {
        router.post("/session")
                .handler(BodyHandler.create(false).setBodyLimit(LONGEST_BODY))
                .handler(this::begin);
        router.get("/session").handler(this::who);
        openId.ifPresent(provider -> provider.mount(router));
        router.route().handler(this::admit);
        router.get("/session")
                .handler(request -> Pages.send(request, form(operator(request).orElseThrow())));
        router.delete("/session").handler(request -> {
            session(request).ifPresent(sessions::end);
            request.response().addCookie(cookie(request, "").setMaxAge(0));
            request.response().setStatusCode(204).end();
        });
    }

    /** Who has signed in; a browser that has not is told so without an error. */
    private void who(RoutingContext request) {
        if (request.request().getHeader("Authorization") != null) {
            request.next();
            return;
        }
        Optional<Session> session = cookie(request);
        session.ifPresent(found -> request.put(OPERATOR, found.operator()));
        session.ifPresentOrElse(
                found -> send(request, found),
                () -> Pages.send(
                        request, Pages.object().put("guest", isGuest(request)).put("openid", openId.isPresent())));
    }

    private Optional<Session> cookie(RoutingContext request) {
        Cookie cookie = request.request().getCookie(COOKIE);
        return cookie == null ? Optional.empty() : sessions.find(cookie.getValue());
    }

    private void begin(RoutingContext request) {
        String token = token(request);
        if (token.isEmpty() && isGuest(request)) {
            welcome(request, operators.guest().orElseThrow());
            return;
        }
        String client = CredentialThrottle.client(request);
        if (lock.isLocked(client)) {
            AuditTrail.note(request, "locked out");
            request.response().putHeader("Retry-After", String.valueOf(SignInLock.LOCKED.toSeconds()));
            request.fail(ProblemException.of(
                    429,
                    "too many wrong tokens came from this address; it may sign in again in "
                            + SignInLock.LOCKED.toMinutes() + " minutes"));
            return;
        }
        throttle.admit(
                request,
                token,
                () -> operators
                        .byToken(token)
                        .ifPresentOrElse(
                                found -> {
                                    lock.right(client);
                                    throttle.right(client, token);
                                    welcome(request, found);
                                },
                                () -> {
                                    lock.wrong(client);
                                    throttle.wrong(client);
                                    request.fail(ProblemException.of(401, "this is not a management token of the hub"));
                                }),
                () -> tooMany(request));
    }

    private static String token(RoutingContext request) {
        JsonNode token = JsonBody.of(request).path("token");
        if (!token.isMissingNode() && !token.isTextual()) {
            throw ProblemException.of(400, "token must be a text");
        }
        return token.asText("").trim();
    }

    private void welcome(RoutingContext request, Operator operator) {
        send(request, enterSession(request, operator));
    }

    private Session enterSession(RoutingContext request, Operator operator) {
        Session session = sessions.begin(operator);
        request.put(OPERATOR, operator);
        request.response()
                .addCookie(
                        cookie(request, session.id()).setMaxAge(sessions.life().toSeconds()));
        return session;
    }

    private static Cookie cookie(RoutingContext request, String value) {
        boolean tls = request.request().isSSL()
                || "https".equalsIgnoreCase(request.request().getHeader("X-Forwarded-Proto"));
        return Cookie.cookie(COOKIE, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(tls)
                .setSameSite(CookieSameSite.STRICT);
    }

    private static void send(RoutingContext request, Session session) {
        Pages.send(
                request,
                form(session.operator())
                        .put("csrfToken", session.csrfToken())
                        .put("ends", session.ends().toString()));
    }

    private static ObjectNode form(Operator operator) {
        return Pages.object()
                .put("name", operator.name())
                .put("role", operator.role() == Operator.Role.VIEWER ? "viewer" : "operator");
    }

    /** From the hub's own machine, and not through a proxy on it. */
    private boolean isGuest(RoutingContext request) {
        return operators.guest().isPresent()
                && NetUtil.createInetAddressFromIpAddressString(
                                request.request().remoteAddress().hostAddress())
                        .isLoopbackAddress()
                && request.request().getHeader("X-Forwarded-For") == null
                && request.request().getHeader("Forwarded") == null;
    }

    private void admit(RoutingContext request) {
        String credential = Optional.ofNullable(request.request().getHeader("Authorization"))
                .orElse("");
        if (!credential.isEmpty()) {
            request.request().pause();
            throttle.admit(
                    request,
                    credential,
                    () -> {
                        request.request().resume();
                        bearer(request, credential);
                    },
                    () -> {
                        request.request().resume();
                        tooMany(request);
                    });
            return;
        }
        Optional<Session> session = cookie(request);
        if (session.isEmpty()) {
            request.fail(ProblemException.of(401, NO_TOKEN));
        } else {
            request.put(SESSION, session.get());
            enter(request, session.get().operator());
        }
    }

    private static void tooMany(RoutingContext request) {
        request.fail(ProblemException.of(429, "too many wrong credentials came from this address"));
    }

    private void bearer(RoutingContext request, String credential) {
        Optional<Operator> found = credential.regionMatches(true, 0, "Bearer ", 0, 7)
                ? operators.byToken(credential.substring(7).trim())
                : Optional.empty();
        if (found.isEmpty()) {
            throttle.wrong(CredentialThrottle.client(request));
            request.fail(ProblemException.of(401, NO_TOKEN));
            return;
        }
        throttle.right(CredentialThrottle.client(request), credential);
        enter(request, found.get());
    }

    private static void enter(RoutingContext request, Operator operator) {
        request.put(OPERATOR, operator);
        HttpMethod method = request.request().method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            request.next();
        } else if (!isOwnPage(request)) {
            request.fail(ProblemException.of(403, CSRF_HEADER + " must have the session's csrfToken"));
        } else if (operator.role() == Operator.Role.VIEWER && !isSession(request)) {
            request.fail(ProblemException.of(403, operator.name() + " may look, but change nothing"));
        } else {
            request.next();
        }
    }

    private static boolean isSession(RoutingContext request) {
        return request.normalizedPath().equals(ManagementApi.PATH + "/session");
    }

    /** A bearer token is on no other site's pages; a cookie may come with what one of them sends. */
    private static boolean isOwnPage(RoutingContext request) {
        String presented =
                Optional.ofNullable(request.request().getHeader(CSRF_HEADER)).orElse("");
        return session(request)
                .map(session -> MessageDigest.isEqual(
                        session.csrfToken().getBytes(StandardCharsets.UTF_8),
                        presented.getBytes(StandardCharsets.UTF_8)))
                .orElse(true);
    }
}
