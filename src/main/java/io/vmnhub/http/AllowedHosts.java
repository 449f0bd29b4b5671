// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.netty.util.NetUtil;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The names by which clients may address a port, against DNS rebinding: a page on somebody else's name that resolves to
 * the hub reads nothing. Addresses and {@code localhost} are always allowed, since no page can stand under them but the
 * hub's own. Immutable.
 */
public final class AllowedHosts {

    private static final String ANY = "*";

    private final String setting;
    private final List<String> names;

    /**
     * @param setting the key of the setting, for the refusal
     * @param names separated by commas or blanks; {@code *} allows every name
     */
    public AllowedHosts(String setting, String names) {
        this.setting = setting;
        this.names = Arrays.stream(names.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Whether names are set, so that they hold for the whole port. */
    public boolean areSet() {
        return !names.isEmpty();
    }

    boolean allows(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return names.contains(ANY)
                || names.contains(name)
                || name.equals("localhost")
                || NetUtil.isValidIpV4Address(name)
                || NetUtil.isValidIpV6Address(name);
    }

    /** Lets a request on when its host is allowed, and answers 421 (RFC 9110, 15.5.20) otherwise. */
    public void check(RoutingContext request) {
        if (allows(request)) {
            request.next();
        } else {
            refuse(request);
        }
    }

    boolean allows(RoutingContext request) {
        HostAndPort authority = request.request().authority();
        return authority == null
                ? request.request().getHeader("Host") == null
                : allows(authority.host()); // every browser sends one
    }

    void refuse(RoutingContext request) {
        request.response()
                .setStatusCode(421)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end("The name in the Host header is not one of this server's. Names are allowed by " + setting
                        + ".\n");
    }
}
