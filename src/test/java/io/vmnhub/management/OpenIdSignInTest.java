// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.OpenIdServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who signs in by an OpenID provider and who does not; the management interface alone, without a hub. */
@Timeout(60)
class OpenIdSignInTest {

    private static final HttpClient BROWSER =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String BEGIN = "/manage/v1/session/openid";

    private static Vertx vertx;
    private static OpenIdServer provider;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        provider = new OpenIdServer();
        port = FreePort.next();
        Router router = Router.router(vertx);
        new ManagementApi(
                        vertx,
                        new Operators(List.of(), Optional.empty()),
                        Optional.of(settings(provider.issuer(), OpenIdServer.CLIENT)),
                        new Sessions(Duration.ofHours(1)),
                        List.of(),
                        Optional.empty(),
                        new SimpleMeterRegistry())
                .mount(router);
        vertx.createHttpServer()
                .requestHandler(router)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static OpenIdSettings settings(String issuer, String client) {
        return new OpenIdSettings(
                issuer,
                client,
                OpenIdServer.SECRET,
                "http://127.0.0.1:" + port + OpenIdSignIn.CALLBACK,
                "openid profile",
                "RS256",
                "preferred_username",
                "realm_access.roles",
                Set.of("hub-admin"),
                Set.of("hub-guest"));
    }

    @AfterAll
    static void stop() {
        provider.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void asBefore() throws Exception {
        provider.signingByAnotherKey(false);
        provider.refusing(false);
        claiming("anna@example.org", "hub-admin");
    }

    private static void claiming(String name, String role) {
        provider.claiming(token -> {
            token.put("preferred_username", name)
                    .putObject("realm_access")
                    .putArray("roles")
                    .add("other")
                    .add(role);
            return token;
        });
    }

    private static HttpResponse<String> get(String address, String cookie) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return BROWSER.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String at(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String cookie(HttpResponse<String> answer, String name) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .findFirst()
                .map(cookie -> cookie.replaceFirst(";.*", ""))
                .orElse("");
    }

    /** The whole way through the provider and back. */
    private static HttpResponse<String> signIn() throws Exception {
        HttpResponse<String> begun = get(at(BEGIN), "");
        return get(location(get(location(begun), "")), cookie(begun, "vmnhub_openid"));
    }

    private static void refused(String why) throws Exception {
        HttpResponse<String> ended = signIn();
        assertThat(location(ended)).isEqualTo("/?signin=" + why);
        assertThat(cookie(ended, SignIn.COOKIE)).isEmpty();
    }

    @Test
    void whoHasARoleGetsASessionOfThatRoleUnderTheirName() throws Exception {
        claiming("anna@example.org", "hub-admin");
        HttpResponse<String> ended = signIn();
        assertThat(location(ended)).isEqualTo("/");
        assertThat(ended.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith(SignIn.COOKIE) && cookie.contains("SameSite=Strict"));
        String cookie = cookie(ended, SignIn.COOKIE);
        assertThat(get(at("/manage/v1/session"), cookie).body())
                .contains("\"name\":\"anna@example.org\"", "\"role\":\"operator\"", "csrfToken");
        assertThat(get(at("/manage/v1/audit"), cookie).body())
                .contains("signed in by " + provider.issuer(), "anna@example.org");
        claiming("victor", "hub-guest");
        assertThat(get(at("/manage/v1/session"), cookie(signIn(), SignIn.COOKIE))
                        .body())
                .contains("\"name\":\"victor\"", "\"role\":\"viewer\"");
    }

    @Test
    void theFormIsToldThatThereIsAProvider() throws Exception {
        assertThat(get(at("/manage/v1/session"), "").body()).contains("\"openid\":true");
    }

    @Test
    void whoHasNoRoleOrIsRefusedByTheProviderGetsNoSession() throws Exception {
        claiming("eve", "somebody");
        refused("role");
        provider.claiming(token -> token);
        refused("role");
        provider.refusing(true);
        refused("denied");
    }

    @Test
    void aSignInThatThisBrowserHasNotBegunIsRefused() throws Exception {
        HttpResponse<String> begun = get(at(BEGIN), "");
        String back = location(get(location(begun), ""));
        assertThat(location(get(back, ""))).isEqualTo("/?signin=expired");
        HttpResponse<String> other = get(at(BEGIN), "");
        assertThat(location(get(back, cookie(other, "vmnhub_openid")))).isEqualTo("/?signin=expired");
    }

    @Test
    void aCodeServesOnce() throws Exception {
        claiming("anna", "hub-admin");
        HttpResponse<String> begun = get(at(BEGIN), "");
        String back = location(get(location(begun), ""));
        String cookie = cookie(begun, "vmnhub_openid");
        assertThat(location(get(back, cookie))).isEqualTo("/");
        assertThat(location(get(back, cookie))).isEqualTo("/?signin=failed");
    }

    @Test
    void anIdTokenThatIsNotForThisSignInIsRefused() throws Exception {
        provider.claiming(token -> token.put("nonce", "another"));
        refused("failed");
        provider.claiming(token -> token.put("aud", "another"));
        refused("failed");
        provider.claiming(token -> token.put("azp", "another"));
        refused("failed");
        provider.claiming(token -> token.put("iss", "http://127.0.0.1:1"));
        refused("failed");
        provider.claiming(token -> token.put("exp", token.path("iat").asLong() - 3_600));
        refused("failed");
        provider.claiming(token -> token.without("exp"));
        refused("failed");
        provider.signingByAnotherKey(true);
        refused("failed");
    }

    @Test
    void settingsThatWouldBeUnsafeAreRefusedWithTheirKey() {
        assertThatThrownBy(() -> settings("http://id.example.org", "hub"))
                .hasMessage(
                        "vmnhub.management.openid.issuer must be an https URL; http is for loopback addresses only");
        assertThatThrownBy(() -> settings("https://id.example.org", " "))
                .hasMessageContaining("vmnhub.management.openid.client-id is missing");
        assertThat(settings("https://id.example.org", "hub").toString()).doesNotContain(OpenIdServer.SECRET);
    }
}
