// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.map;

/**
 * A MAP application context (TS 29.002 clause 17.3): the number of its name, and its version. Version 1 has no dialogue
 * portion on the wire.
 */
public record ApplicationContext(int name, int version) {

    private static final String PREFIX = "0.4.0.0.1.0.";

    public static ApplicationContext shortMsgGateway(int version) {
        return new ApplicationContext(20, version);
    }

    public static ApplicationContext shortMsgMoRelay(int version) {
        return new ApplicationContext(21, version);
    }

    public static ApplicationContext shortMsgAlert(int version) {
        return new ApplicationContext(23, version);
    }

    public static ApplicationContext shortMsgMtRelay(int version) {
        return new ApplicationContext(25, version);
    }

    public String objectIdentifier() {
        return PREFIX + name + "." + version;
    }

    @Override
    public String toString() {
        return objectIdentifier();
    }
}
