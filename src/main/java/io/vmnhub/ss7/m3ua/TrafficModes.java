// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.vmnhub.ss7.api.Ss7Settings.TrafficMode;

/** Traffic mode types on the wire (RFC 4666 clause 3.7.1). */
final class TrafficModes {

    private TrafficModes() {}

    static int code(TrafficMode mode) {
        return switch (mode) {
            case OVERRIDE -> 1;
            case LOADSHARE -> 2;
        };
    }
}
