// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds applications by what they show. Immutable and thread-safe. */
final class SoapCallers {

    private static final String BASIC = "Basic ";

    private final Map<String, SoapCaller> byUsername = new HashMap<>();

    /** @throws IllegalArgumentException when two applications have the same user name */
    SoapCallers(Map<String, SoapSettings> applications) {
        applications.forEach((application, settings) -> {
            if (byUsername.put(settings.username(), new SoapCaller(application, settings)) != null) {
                throw new IllegalArgumentException("the SOAP user name " + settings.username() + " of application "
                        + application + " is another's too");
            }
        });
    }

    /** The application of this name, whose password is still to be checked. */
    Optional<SoapCaller> named(String username) {
        return Optional.ofNullable(byUsername.get(username));
    }

    Optional<SoapCaller> byPassword(String username, String password) {
        return named(username).filter(caller -> same(caller.settings().password(), password));
    }

    /** @param authorization the header's value (RFC 7617) */
    Optional<SoapCaller> byBasic(String authorization) {
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            String pair = new String(
                    Base64.getDecoder()
                            .decode(authorization.substring(BASIC.length()).trim()),
                    StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : byPassword(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no Base64
        }
    }

    /** Takes as long for a wrong one as for a right one. */
    static boolean same(String expected, String shown) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }
}
