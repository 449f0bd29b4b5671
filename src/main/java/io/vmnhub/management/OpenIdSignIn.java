// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.log.ThrottledLog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * Sign-in by an OpenID provider: the authorization code flow with PKCE (OpenID Connect Core 1.0 clause 3.1, RFC 7636).
 * What a flow needs at its end is in a cookie of the browser that has begun it, so the hub remembers nothing. Roles
 * come from a claim; without one of those configured nobody gets in.
 */
final class OpenIdSignIn {

    static final String BEGIN = "/session/openid";
    static final String CALLBACK = ManagementApi.PATH + BEGIN + "/callback";

    private static final ThrottledLog LOG = new ThrottledLog(LoggerFactory.getLogger(OpenIdSignIn.class));
    private static final String COOKIE = "vmnhub_openid";
    private static final int FLOW_SECONDS = 600;
    private static final int SECRET_OCTETS = 32;
    private static final int LONGEST_NAME = 64;

    private final SecureRandom random = new SecureRandom();
    private final OpenIdSettings settings;
    private final OpenIdProvider provider;
    private final BiConsumer<RoutingContext, Operator> welcome;

    /** Why somebody has not got in, as the console is told in its address. */
    private enum Refusal {
        /** The flow was not begun in this browser, or too long ago. */
        EXPIRED,
        /** The provider has not signed them in. */
        DENIED,
        /** They have none of the roles. */
        ROLE,
        /** The provider cannot be reached, or what it says is not right. */
        FAILED
    }

    /** What a browser keeps of its flow. */
    private record Flow(String state, String nonce, String verifier) {

        static Optional<Flow> of(Cookie cookie) {
            String[] parts = cookie == null ? new String[0] : cookie.getValue().split("\\.");
            return parts.length == 3 ? Optional.of(new Flow(parts[0], parts[1], parts[2])) : Optional.empty();
        }

        String text() {
            return state + "." + nonce + "." + verifier;
        }
    }

    /** @param welcome begins a session for somebody who has signed in */
    OpenIdSignIn(OpenIdSettings settings, OpenIdProvider provider, BiConsumer<RoutingContext, Operator> welcome) {
        this.settings = settings;
        this.provider = provider;
        this.welcome = welcome;
    }

    void mount(Router router) {
        router.get(BEGIN).handler(this::begin);
        router.get(BEGIN + "/callback").handler(this::end);
    }

    private void begin(RoutingContext request) {
        Flow flow = new Flow(secret(), secret(), secret());
        provider.metadata()
                .onSuccess(metadata -> {
                    request.response()
                            .addCookie(cookie(flow.text()).setMaxAge(FLOW_SECONDS))
                            .putHeader("Cache-Control", "no-store");
                    redirect(request, metadata.authorizationEndpoint() + query(metadata, flow));
                })
                .onFailure(failure -> failed(request, failure));
    }

    private String query(OpenIdProvider.Metadata metadata, Flow flow) {
        return (metadata.authorizationEndpoint().contains("?") ? "&" : "?") + "response_type=code&client_id="
                + OpenIdProvider.encoded(settings.clientId()) + "&redirect_uri="
                + OpenIdProvider.encoded(settings.redirectUrl()) + "&scope=" + OpenIdProvider.encoded(settings.scope())
                + "&state=" + flow.state() + "&nonce=" + flow.nonce() + "&code_challenge=" + challenge(flow.verifier())
                + "&code_challenge_method=S256";
    }

    private void end(RoutingContext request) {
        Optional<Flow> flow = Flow.of(request.request().getCookie(COOKIE));
        request.response().addCookie(cookie("").setMaxAge(0)).putHeader("Cache-Control", "no-store");
        String state = Optional.ofNullable(request.queryParams().get("state")).orElse("");
        String code = request.queryParams().get("code");
        if (flow.isEmpty() || !isEqual(flow.get().state(), state)) {
            refuse(request, Refusal.EXPIRED, "the sign-in was not begun in this browser, or too long ago");
        } else if (code == null) {
            refuse(request, Refusal.DENIED, "the provider has refused it");
        } else {
            provider.claims(code, flow.get().verifier(), flow.get().nonce())
                    .onSuccess(claims -> admit(request, claims))
                    .onFailure(failure -> failed(request, failure));
        }
    }

    private void admit(RoutingContext request, JsonObject claims) {
        String name = name(claims);
        Set<String> roles = roles(claims);
        Optional<Operator.Role> role = roles.stream().anyMatch(settings.operatorRoles()::contains)
                ? Optional.of(Operator.Role.OPERATOR)
                : roles.stream().anyMatch(settings.viewerRoles()::contains)
                        ? Optional.of(Operator.Role.VIEWER)
                        : Optional.empty();
        if (role.isEmpty()) {
            refuse(request, Refusal.ROLE, name + " has no role for this hub");
            return;
        }
        AuditTrail.note(request, "signed in by " + settings.issuer());
        welcome.accept(request, new Operator(name, secret(), role.get()));
        redirect(request, "/");
    }

    private String name(JsonObject claims) {
        String name = claims.getValue(settings.nameClaim()) instanceof String text && !text.isBlank()
                ? text
                : claims.getString("sub");
        String known = name.replaceAll("[^A-Za-z0-9_.@-]", "_");
        return known.substring(0, Math.min(LONGEST_NAME, known.length()));
    }

    private Set<String> roles(JsonObject claims) {
        Object place = claims;
        for (String step : settings.rolesClaim().split("\\.")) {
            place = place instanceof JsonObject object ? object.getValue(step) : null;
        }
        if (place instanceof JsonArray list) {
            return list.stream().map(String::valueOf).collect(Collectors.toSet());
        }
        return place instanceof String text ? Set.copyOf(Arrays.asList(text.split("[ ,]+"))) : Set.of();
    }

    private void failed(RoutingContext request, Throwable failure) {
        LOG.warn(
                "",
                String.valueOf(failure.getMessage()),
                () -> "Sign-in by " + settings.issuer() + " fails: " + failure.getMessage());
        refuse(request, Refusal.FAILED, "the provider cannot be reached, or its answer is not right");
    }

    private static void refuse(RoutingContext request, Refusal refusal, String why) {
        AuditTrail.note(request, "not signed in: " + why);
        redirect(request, "/?signin=" + refusal.name().toLowerCase(Locale.ROOT));
    }

    private static void redirect(RoutingContext request, String address) {
        request.response().setStatusCode(302).putHeader("Location", address).end();
    }

    /** Lax, since the provider's page leads the browser back here. */
    private Cookie cookie(String value) {
        return Cookie.cookie(COOKIE, value)
                .setPath(ManagementApi.PATH + BEGIN)
                .setHttpOnly(true)
                .setSecure(settings.redirectUrl().startsWith("https:"))
                .setSameSite(CookieSameSite.LAX);
    }

    private String secret() {
        byte[] octets = new byte[SECRET_OCTETS];
        random.nextBytes(octets);
        return base64(octets);
    }

    private static String challenge(String verifier) {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
