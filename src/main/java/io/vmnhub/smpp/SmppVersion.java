// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.smpp;

/** The versions of SMPP, by the interface_version of a bind (SMPP 5.0 clause 4.7.13). */
public enum SmppVersion {
    V3_3(0x33),
    V3_4(0x34),
    V5_0(0x50);

    private final int interfaceVersion;

    SmppVersion(int interfaceVersion) {
        this.interfaceVersion = interfaceVersion;
    }

    /** The octet on the wire. */
    public int interfaceVersion() {
        return interfaceVersion;
    }

    /** Whether optional parameters may be sent: never before 3.4. */
    public boolean takesParameters() {
        return this != V3_3;
    }

    /**
     * The version that an interface_version asks for: what is below 3.4 is 3.3, what is between 3.4 and 5.0 is 3.4,
     * what is above is 5.0.
     */
    public static SmppVersion of(int interfaceVersion) {
        if (interfaceVersion >= V5_0.interfaceVersion) {
            return V5_0;
        }
        return interfaceVersion >= V3_4.interfaceVersion ? V3_4 : V3_3;
    }

    /** As people write it: 3.4. */
    @Override
    public String toString() {
        return (interfaceVersion >> 4) + "." + (interfaceVersion & 0xF);
    }
}
