package io.vmnhub.ss7;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.restcomm.protocols.ss7.m3ua.impl.M3UAManagementImpl;
import org.restcomm.protocols.ss7.m3ua.impl.fsm.FSM;
import org.restcomm.protocols.ss7.m3ua.impl.fsm.FSMState;
import org.restcomm.protocols.ss7.m3ua.impl.fsm.Transition;
import org.restcomm.protocols.ss7.m3ua.impl.fsm.TransitionHandler;
import org.restcomm.protocols.ss7.mtp.Mtp3UserPartBaseImpl;
import org.restcomm.protocols.ss7.tcap.DialogImpl;
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

    /** TCAP's open dialogues by their own transaction ids; what arrives for one is judged before TCAP takes it. */
    @SuppressWarnings("unchecked")
    static Map<Long, DialogImpl> dialogs(TCAPProviderImpl provider) throws ReflectiveOperationException {
        return (Map<Long, DialogImpl>) field(TCAPProviderImpl.class, "dialogs").get(provider);
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

    /**
     * Lets the transition {@code name} out of {@code state} happen only where {@code allowed} says so. jSS7 takes an application
     * server in override mode out of service whenever one of its processes comes up or goes down, even when another is active.
     */
    @SuppressWarnings("unchecked")
    static void restrict(FSM machine, String state, String name, BooleanSupplier allowed) throws ReflectiveOperationException {
        FSMState from = ((Map<String, FSMState>) field(FSM.class, "states").get(machine)).get(state);
        for (Transition transition : (List<Transition>) field(FSMState.class, "transitions").get(from)) {
            if (transition.getName().equals(name)) {
                TransitionHandler handler = (TransitionHandler) field(Transition.class, "handler").get(transition);
                transition.setHandler(at -> allowed.getAsBoolean() && (handler == null || handler.process(at)));
            }
        }
    }

    private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
