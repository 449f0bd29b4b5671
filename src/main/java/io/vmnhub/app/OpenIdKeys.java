// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.management.OpenIdSettings;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys {@code vmnhub.management.openid.*}. */
final class OpenIdKeys {

    private OpenIdKeys() {}

    /**
     * @return empty when there is no issuer
     * @throws IllegalArgumentException names the key whose value is wrong
     */
    static Optional<OpenIdSettings> of(HubProperties properties) {
        String issuer = properties.text(HubKey.MANAGEMENT_OPENID_ISSUER).trim();
        return issuer.isEmpty()
                ? Optional.empty()
                : Optional.of(new OpenIdSettings(
                        issuer,
                        properties.text(HubKey.MANAGEMENT_OPENID_CLIENT_ID).trim(),
                        properties.text(HubKey.MANAGEMENT_OPENID_CLIENT_SECRET).trim(),
                        properties.text(HubKey.MANAGEMENT_OPENID_REDIRECT_URL).trim(),
                        properties.text(HubKey.MANAGEMENT_OPENID_SCOPE).trim(),
                        properties.text(HubKey.MANAGEMENT_OPENID_ALGORITHM).trim(),
                        properties.text(HubKey.MANAGEMENT_OPENID_NAME_CLAIM).trim(),
                        properties.text(HubKey.MANAGEMENT_OPENID_ROLES_CLAIM).trim(),
                        words(properties.text(HubKey.MANAGEMENT_OPENID_OPERATOR_ROLES)),
                        words(properties.text(HubKey.MANAGEMENT_OPENID_VIEWER_ROLES))));
    }

    private static Set<String> words(String list) {
        return Arrays.stream(list.split(","))
                .map(String::trim)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }
}
