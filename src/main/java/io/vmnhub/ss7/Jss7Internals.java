package io.vmnhub.ss7;

import java.lang.reflect.Field;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.IntSupplier;
import org.restcomm.protocols.ss7.m3ua.impl.M3UAManagementImpl;
import org.restcomm.protocols.ss7.mtp.Mtp3UserPartBaseImpl;
import org.restcomm.protocols.ss7.tcap.TCAPProviderImpl;
import org.restcomm.protocols.ss7.tcap.api.TCAPProvider;

/** The few fields of jSS7 that have no accessor and must be reached all the same. Each method says why. */
final class Jss7Internals {

    private Jss7Internals() {
    }

    /** Cancelled timers otherwise stay queued until the idle timeout, which halves the throughput. */
    static void removeCancelledTimers(TCAPProvider provider) throws ReflectiveOperationException {
        ((ScheduledThreadPoolExecutor) field(TCAPProviderImpl.class, "_EXECUTOR").get(provider)).setRemoveOnCancelPolicy(true);
    }

    /** M3UA hands messages to unbounded queues; their length is what holds the transport back. */
    static IntSupplier deliveryBacklog(M3UAManagementImpl m3ua) throws ReflectiveOperationException {
        ExecutorService[] executors = (ExecutorService[]) field(Mtp3UserPartBaseImpl.class, "msgDeliveryExecutors").get(m3ua);
        return () -> {
            int waiting = 0;
            for (ExecutorService executor : executors) {
                waiting += ((ThreadPoolExecutor) executor).getQueue().size();
            }
            return waiting;
        };
    }

    private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
