// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * How operators sign in by an OpenID provider.
 *
 * @param issuer as the provider names itself; its metadata are below it
 * @param clientId by which the provider knows the hub
 * @param clientSecret empty for a public client
 * @param redirectUrl the address of {@link OpenIdSignIn#CALLBACK} as browsers reach it
 * @param scope what is asked for, words with blanks between them
 * @param algorithm that signs ID tokens: RS256, RS384, RS512, PS256, ES256 or ES384
 * @param nameClaim the claim with the name for the audit log
 * @param rolesClaim the claim with the roles; dots lead into objects
 * @param operatorRoles the roles of those who may look and change
 * @param viewerRoles the roles of those who may look
 */
public record OpenIdSettings(
        String issuer,
        String clientId,
        String clientSecret,
        String redirectUrl,
        String scope,
        String algorithm,
        String nameClaim,
        String rolesClaim,
        Set<String> operatorRoles,
        Set<String> viewerRoles) {

    /** @throws IllegalArgumentException names the key whose value is wrong */
    public OpenIdSettings {
        operatorRoles = Set.copyOf(operatorRoles);
        viewerRoles = Set.copyOf(viewerRoles);
        require("issuer", isSafe(issuer), "must be an https URL; http is for loopback addresses only");
        require("client-id", !clientId.isBlank(), "is missing: the name by which the provider knows the hub");
        require(
                "redirect-url",
                isSafe(redirectUrl) && redirectUrl.endsWith(OpenIdSignIn.CALLBACK),
                "must be the management port's own https address, as browsers reach it, with " + OpenIdSignIn.CALLBACK);
        require(
                "algorithm",
                algorithm.matches("(RS256|RS384|RS512|PS256|ES256|ES384)"),
                "must be RS256, RS384, RS512, PS256, ES256 or ES384");
        require("scope", (" " + scope + " ").contains(" openid "), "must have openid among its words");
        require(
                "operator-roles",
                !operatorRoles.isEmpty() || !viewerRoles.isEmpty(),
                "is empty, and viewer-roles too: nobody could sign in");
    }

    private static void require(String key, boolean fulfilled, String problem) {
        if (!fulfilled) {
            throw new IllegalArgumentException("vmnhub.management.openid." + key + " " + problem);
        }
    }

    private static boolean isSafe(String url) {
        try {
            URI uri = new URI(url);
            return "https".equals(uri.getScheme()) && uri.getHost() != null
                    || "http".equals(uri.getScheme())
                            && String.valueOf(uri.getHost()).matches("127\\.[0-9.]+|localhost|\\[::1]");
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "OpenIdSettings[" + issuer + "]"; // the secret stays out of logs
    }
}
