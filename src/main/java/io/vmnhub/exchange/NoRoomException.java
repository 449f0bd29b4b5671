// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import java.util.function.BooleanSupplier;

/** A queue for an application's messages has no room for more; it may be asked whether it has some again. */
public final class NoRoomException extends NotConfirmedException {

    private static final long serialVersionUID = 1L;

    private final transient BooleanSupplier hasRoom;

    /** @param hasRoom whether there is room now; must not block */
    public NoRoomException(String message, Throwable cause, BooleanSupplier hasRoom) {
        super(message, cause);
        this.hasRoom = hasRoom;
    }

    /** Whether there is room now. */
    public boolean hasRoom() {
        return hasRoom.getAsBoolean();
    }
}
