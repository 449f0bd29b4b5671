// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.restcomm.protocols.ss7.tcap.DialogImpl;
import org.restcomm.protocols.ss7.tcap.TCAPProviderImpl;
import org.restcomm.protocols.ss7.tcap.api.TCAPProvider;

/** The few fields of jSS7 that have no accessor and must be reached all the same. Each method says why. */
final class Jss7Internals {

    private Jss7Internals() {}

    /** Cancelled timers otherwise stay queued until the idle timeout, which halves the throughput. */
    static void removeCancelledTimers(TCAPProvider provider) throws ReflectiveOperationException {
        ((ScheduledThreadPoolExecutor)
                        field(TCAPProviderImpl.class, "_EXECUTOR").get(provider))
                .setRemoveOnCancelPolicy(true);
    }

    /** TCAP's open dialogues by their own transaction ids; what arrives for one is judged before TCAP takes it. */
    @SuppressWarnings("unchecked")
    static Map<Long, DialogImpl> dialogs(TCAPProviderImpl provider) throws ReflectiveOperationException {
        return (Map<Long, DialogImpl>) field(TCAPProviderImpl.class, "dialogs").get(provider);
    }

    private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
