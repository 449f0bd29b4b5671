package io.vmnhub.ss7;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.restcomm.protocols.ss7.sccp.impl.NonPersistentSccpStackImpl;
import org.restcomm.protocols.ss7.ss7ext.Ss7ExtInterface;

/** jSS7's SCCP without files, with the delivery threads that its file-less variant forgets to create. */
final class SccpLayer extends NonPersistentSccpStackImpl {

    private static final int LOCAL_DELIVERY_THREADS = 1;

    SccpLayer(String name, Ss7ExtInterface extension) {
        super(name, extension);
    }

    @Override
    public void start() {
        msgDeliveryExecutors = new ExecutorService[LOCAL_DELIVERY_THREADS];
        Arrays.setAll(msgDeliveryExecutors, i -> Executors.newSingleThreadExecutor(
                task -> {
                    Thread thread = new Thread(task, name + "-sccp-local");
                    thread.setDaemon(true);
                    return thread;
                }));
        slsTable = new int[slsFilter + 1];
        super.start();
    }
}
