// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

/** Parameter tags (RFC 4666 clause 3.2). */
final class Tag {

    static final int ROUTING_CONTEXT = 0x0006;
    static final int DIAGNOSTIC_INFORMATION = 0x0007;
    static final int HEARTBEAT_DATA = 0x0009;
    static final int TRAFFIC_MODE_TYPE = 0x000b;
    static final int ERROR_CODE = 0x000c;
    static final int STATUS = 0x000d;
    static final int ASP_IDENTIFIER = 0x0011;
    static final int AFFECTED_POINT_CODE = 0x0012;
    static final int NETWORK_APPEARANCE = 0x0200;
    static final int USER_CAUSE = 0x0204;
    static final int CONGESTION_INDICATIONS = 0x0205;
    static final int PROTOCOL_DATA = 0x0210;

    private Tag() {}
}
