// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * By which clients are told apart: the IPv4 address, or the first 64 bits of the IPv6 address, of which a single host
 * may have all others.
 */
public final class ClientAddress {

    private static final int PREFIX_OCTETS = 8;

    private ClientAddress() {}

    /** @param address as Vert.x gives it; never looked up */
    static String of(SocketAddress address) {
        InetAddress literal = address == null || address.hostAddress() == null
                ? null
                : NetUtil.createInetAddressFromIpAddressString(address.hostAddress());
        return literal == null ? "?" : of(literal);
    }

    public static String of(InetAddress address) {
        if (address instanceof Inet6Address) {
            return HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), PREFIX_OCTETS)) + "/64";
        }
        return address.getHostAddress();
    }
}
