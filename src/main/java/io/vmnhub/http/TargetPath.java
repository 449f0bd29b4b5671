// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import java.util.regex.Pattern;

/** The URL that is the path of an endpoint's URI, as in {@code sms-webhook:https://app.example.com/sms}. */
public final class TargetPath {

    private static final Pattern SCHEME = Pattern.compile("^[^:]+:(//)?");
    /** Camel escapes the brackets of an IPv6 address. */
    private static final Pattern ESCAPED_ADDRESS = Pattern.compile("^(https?://)%5B([0-9A-Fa-f:.]+)%5D");

    private TargetPath() {}

    /**
     * The path as Camel hands it over, what is escaped in it still escaped. Camel itself turns %2F into a slash.
     *
     * @param uri the endpoint's
     */
    public static String of(String uri) {
        String path = SCHEME.matcher(uri.split("\\?", 2)[0]).replaceFirst("");
        return ESCAPED_ADDRESS.matcher(path).replaceFirst("$1[$2]");
    }
}
