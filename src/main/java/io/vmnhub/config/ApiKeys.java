// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.api.rest.ApiSettings;
import io.vmnhub.http.AllowedPorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys below {@code api} of an application: who may use the REST interface for it, and how much. */
final class ApiKeys {

    private ApiKeys() {}

    /** @return empty when something is wrong, which is reported */
    static Optional<ApiSettings> read(Section api) {
        List<ApiSettings.ApiKey> keys = new ArrayList<>();
        for (Section key : api.sections("keys")) {
            if (key.sound()) {
                key.build(() -> new ApiSettings.ApiKey(key.text("name"), key.text("sha256")))
                        .ifPresent(keys::add);
            }
        }
        Optional<ApiSettings.Jwt> jwt = Optional.empty();
        if (api.has("jwt") && api.sound("jwt")) {
            Section token = api.section("jwt");
            jwt = token.build(() -> new ApiSettings.Jwt(
                    token.text("issuer"),
                    token.text("audience"),
                    token.text("subject"),
                    token.has("algorithm") ? token.text("algorithm") : "RS256",
                    token.has("publicKey") ? token.text("publicKey") : "",
                    token.has("keysUrl") ? token.text("keysUrl") : ""));
        }
        Optional<ApiSettings.Jwt> found = jwt;
        return api.sound()
                ? api.build(() -> new ApiSettings(
                        keys,
                        found,
                        api.integer("requestsPerSecond", ApiSettings.REQUESTS_PER_SECOND),
                        api.integer("maxBatchSize", ApiSettings.MAX_BATCH_SIZE),
                        api.has("signingSecrets") ? api.text("signingSecrets") : "",
                        api.has("allowPrivateTargets")
                                && api.text("allowPrivateTargets").equals("true"),
                        notifyPorts(api)))
                : Optional.empty();
    }

    /** The ports that an application's subscriptions may lead to. */
    static AllowedPorts notifyPorts(Section section) {
        return section.has("notifyPorts") ? new AllowedPorts(section.text("notifyPorts")) : AllowedPorts.STANDARD;
    }
}
