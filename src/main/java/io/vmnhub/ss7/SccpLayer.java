// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.ss7.api.Ss7Events;
import io.vmnhub.ss7.api.Ss7Settings;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.restcomm.protocols.ss7.mtp.Mtp3;
import org.restcomm.protocols.ss7.mtp.Mtp3TransferPrimitive;
import org.restcomm.protocols.ss7.mtp.Mtp3UserPart;
import org.restcomm.protocols.ss7.sccp.impl.NonPersistentSccpStackImpl;
import org.restcomm.protocols.ss7.ss7ext.Ss7ExtInterface;

/**
 * jSS7's SCCP without files, with the delivery threads that its file-less variant forgets to create, and with an
 * inspection of each message before jSS7 sees it.
 */
final class SccpLayer extends NonPersistentSccpStackImpl {

    private static final int LOCAL_DELIVERY_THREADS = 1;
    private static final int MTP3_USER_PART = 1;
    private static final int EXPIRY_MILLIS = 500;

    private final int pointCode;
    private final int networkIndicator;
    private final Ss7Events events;
    private final SccpInspection inspection;
    private volatile Receiver receiver = (sccp, originatingPointCode, sls) -> false;

    /** Takes messages before jSS7 does. */
    interface Receiver {

        /**
         * Takes a message that has passed the inspection.
         *
         * @return false when it is for jSS7
         */
        boolean take(byte[] sccp, int originatingPointCode, int sls);
    }

    SccpLayer(
            String name,
            Ss7ExtInterface extension,
            Ss7Settings settings,
            SccpTranslation translation,
            Ss7Events events) {
        super(name, extension);
        this.pointCode = settings.pointCode();
        this.networkIndicator = settings.networkIndicator();
        this.events = events;
        this.inspection = new SccpInspection(translation, events, this::send);
    }

    /** Sees all messages first from now on. */
    void receiver(Receiver first) {
        receiver = first;
    }

    @Override
    public void start() {
        msgDeliveryExecutors = new ExecutorService[LOCAL_DELIVERY_THREADS];
        Arrays.setAll(
                msgDeliveryExecutors,
                i -> Executors.newSingleThreadExecutor(task -> {
                    Thread thread = new Thread(task, name + "-sccp-local");
                    thread.setDaemon(true);
                    return thread;
                }));
        slsTable = new int[slsFilter + 1];
        super.start();
        timerExecutors.scheduleWithFixedDelay(inspection::expire, EXPIRY_MILLIS, EXPIRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Only SCCP for the hub's own point code: jSS7 would send what is for another one on to it. */
    @Override
    public void onMtp3TransferMessage(Mtp3TransferPrimitive message) {
        if (message.getDpc() != pointCode || message.getSi() != Mtp3._SI_SERVICE_SCCP) {
            events.messageRefused("a message for another point code or MTP user, from point code " + message.getOpc());
            return;
        }
        byte[] accepted = inspection.inspect(message.getData(), message.getOpc(), message.getSls());
        if (accepted.length > 0 && !(isStarted() && receiver.take(accepted, message.getOpc(), message.getSls()))) {
            super.onMtp3TransferMessage(
                    accepted == message.getData()
                            ? message
                            : primitive(message.getOpc(), message.getDpc(), message.getSls(), accepted));
        }
    }

    private void send(byte[] sccp, int to, int sls) {
        try {
            getMtp3UserPart(MTP3_USER_PART).sendMessage(primitive(pointCode, to, sls, sccp));
        } catch (IOException e) {
            events.messageRefused("a return to point code " + to + ": " + e.getMessage());
        }
    }

    private Mtp3TransferPrimitive primitive(int from, int to, int sls, byte[] sccp) {
        Mtp3UserPart users = getMtp3UserPart(MTP3_USER_PART);
        return users.getMtp3TransferPrimitiveFactory()
                .createMtp3TransferPrimitive(Mtp3._SI_SERVICE_SCCP, networkIndicator, 0, from, to, sls, sccp);
    }
}
