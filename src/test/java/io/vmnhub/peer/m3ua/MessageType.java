// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.m3ua;

import java.util.Arrays;
import java.util.Optional;

/** Message classes and types of RFC 4666 clauses 3.1.2 and 3.1.3. */
public enum MessageType {
    ERR(0, 0),
    NTFY(0, 1),
    DATA(1, 1),
    DUNA(2, 1),
    DAVA(2, 2),
    DAUD(2, 3),
    SCON(2, 4),
    DUPU(2, 5),
    DRST(2, 6),
    ASPUP(3, 1),
    ASPDN(3, 2),
    BEAT(3, 3),
    ASPUP_ACK(3, 4),
    ASPDN_ACK(3, 5),
    BEAT_ACK(3, 6),
    ASPAC(4, 1),
    ASPIA(4, 2),
    ASPAC_ACK(4, 3),
    ASPIA_ACK(4, 4),
    REG_REQ(9, 1),
    REG_RSP(9, 2),
    DEREG_REQ(9, 3),
    DEREG_RSP(9, 4);

    private final int messageClass;
    private final int type;

    MessageType(int messageClass, int type) {
        this.messageClass = messageClass;
        this.type = type;
    }

    public int messageClass() {
        return messageClass;
    }

    public int type() {
        return type;
    }

    public static Optional<MessageType> of(int messageClass, int type) {
        return Arrays.stream(values())
                .filter(m -> m.messageClass == messageClass && m.type == type)
                .findFirst();
    }
}
