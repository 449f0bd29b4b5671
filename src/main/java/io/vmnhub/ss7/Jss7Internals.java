// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.restcomm.protocols.ss7.tcap.DialogImpl;
import org.restcomm.protocols.ss7.tcap.TCAPProviderImpl;

/** The few fields of jSS7 that have no accessor and must be reached all the same. Each method says why. */
final class Jss7Internals {

    private Jss7Internals() {}

    /** TCAP's open dialogues by their own transaction ids; what arrives for one is judged before TCAP takes it. */
    @SuppressWarnings("unchecked")
    static Map<Long, DialogImpl> dialogs(TCAPProviderImpl provider) throws ReflectiveOperationException {
        return (Map<Long, DialogImpl>) field(TCAPProviderImpl.class, "dialogs").get(provider);
    }

    /** The peer's transaction id in the octets that came; jSS7 gives it as a number, without its length. */
    static Function<DialogImpl, byte[]> remoteTransactionId() throws ReflectiveOperationException {
        VarHandle id = variable("remoteTransactionId", byte[].class);
        return dialog -> (byte[]) id.get(dialog);
    }

    /** The signalling link selection that TCAP keeps for a dialogue. */
    static ToIntFunction<DialogImpl> signallingLinkSelection() throws ReflectiveOperationException {
        VarHandle selection = variable("seqControl", int.class);
        return dialog -> (int) selection.get(dialog);
    }

    private static VarHandle variable(String name, Class<?> type) throws ReflectiveOperationException {
        return MethodHandles.privateLookupIn(DialogImpl.class, MethodHandles.lookup())
                .findVarHandle(DialogImpl.class, name, type);
    }

    private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
