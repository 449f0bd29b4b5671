// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the running hub over its management interface. */
final class ManagementClient {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private ManagementClient() {}

    /** Where the interface is, as the hub's files say; without a path. */
    static URI address(HubProperties properties) {
        String scheme = properties.text(HubKey.MANAGEMENT_TLS_CERTIFICATE).isBlank() ? "http" : "https";
        String host =
                properties.get("camel.management.host").orElse("127.0.0.1").trim();
        boolean any = host.equals("0.0.0.0") || host.equals("::");
        return URI.create(scheme + "://" + (any ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host) + ":"
                + properties.get("camel.management.port").orElse("9090").trim());
    }

    /**
     * A request without a body.
     *
     * @throws IOException when the hub does not answer
     */
    static HttpResponse<String> send(String method, URI address, String token)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .timeout(LONGEST)
                                .header("Authorization", "Bearer " + token.trim())
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
