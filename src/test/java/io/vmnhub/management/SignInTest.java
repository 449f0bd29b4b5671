// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who signs in without a token, and who no more with one; the management interface alone, without a hub. */
@Timeout(60)
class SignInTest {

    private static final String TOKEN = "a-token-of-sufficient-length";
    private static final Operator ANNA = new Operator("anna", TOKEN, Operator.Role.OPERATOR);
    private static final Operator DEV = new Operator("dev", "nobody-knows-this-token", Operator.Role.OPERATOR);

    private static Vertx vertx;
    private static int guarded;
    private static int open;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        guarded = serve(new Operators(List.of(ANNA), Optional.empty()));
        open = serve(new Operators(List.of(), Optional.of(DEV)));
    }

    private static int serve(Operators operators) {
        Router router = Router.router(vertx);
        new ManagementApi(
                        vertx,
                        operators,
                        Optional.empty(),
                        new Sessions(Duration.ofHours(1)),
                        List.of(),
                        Optional.empty(),
                        new SimpleMeterRegistry())
                .mount(router);
        HttpServer server = vertx.createHttpServer().requestHandler(router);
        return server.listen(0, "0.0.0.0")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** What came back. */
    private record Answer(int status, MultiMap headers, String body) {}

    private static Answer signIn(String local, int port, String token, String... headers) {
        HttpClient client = vertx.createHttpClient(new HttpClientOptions().setLocalAddress(local));
        return client.request(HttpMethod.POST, port, "127.0.0.1", "/manage/v1/session")
                .compose(request -> {
                    for (int i = 0; i < headers.length; i += 2) {
                        request.putHeader(headers[i], headers[i + 1]);
                    }
                    return request.send("{\"token\": \"" + token + "\"}");
                })
                .compose(answer ->
                        answer.body().map(body -> new Answer(answer.statusCode(), answer.headers(), body.toString())))
                .onComplete(done -> client.close())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @Test
    void anAddressThatTriesTokensIsLockedOutOfTheFormAndOthersAreNot() {
        for (int i = 0; i < SignInLock.MOST_WRONG; i++) {
            assertThat(signIn("127.0.0.2", guarded, "wrong").status()).isEqualTo(401);
        }
        Answer locked = signIn("127.0.0.2", guarded, TOKEN);
        assertThat(locked.status()).isEqualTo(429);
        assertThat(locked.headers().get("Retry-After")).isEqualTo("900");
        assertThat(locked.body()).contains("15 minutes");
        assertThat(signIn("127.0.0.1", guarded, TOKEN).status()).isEqualTo(200);
    }

    @Test
    void anEmptyTokenOpensOnlyToWhoSitsAtTheMachineOfADevelopersHub() {
        assertThat(signIn("127.0.0.1", open, "").body()).contains("\"dev\"");
        assertThat(signIn("127.0.0.1", open, "", "X-Forwarded-For", "192.0.2.1").status())
                .isEqualTo(401);
        assertThat(signIn("127.0.0.1", guarded, "").status()).isEqualTo(401);
    }

    @Test
    void theCookieIsForTlsAloneWhereTheBrowserUsesIt() {
        assertThat(signIn("127.0.0.1", open, "", "X-Forwarded-Proto", "https")
                        .headers()
                        .get("Set-Cookie"))
                .contains("Secure");
    }
}
