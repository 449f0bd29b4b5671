// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.util.ArrayList;
import java.util.List;
import org.restcomm.protocols.ss7.mtp.Mtp3TransferPrimitive;
import org.restcomm.protocols.ss7.mtp.Mtp3TransferPrimitiveFactory;
import org.restcomm.protocols.ss7.mtp.Mtp3UserPart;
import org.restcomm.protocols.ss7.mtp.Mtp3UserPartListener;
import org.restcomm.protocols.ss7.mtp.RoutingLabelFormat;
import org.restcomm.ss7.congestion.ExecutorCongestionMonitor;

/** Stands below SCCP and keeps what it sends. */
final class RecordingMtp implements Mtp3UserPart {

    private final Mtp3TransferPrimitiveFactory primitives = new Mtp3TransferPrimitiveFactory(RoutingLabelFormat.ITU);
    private final List<Mtp3TransferPrimitive> sent = new ArrayList<>();

    /** What was sent since the last time. */
    synchronized List<Mtp3TransferPrimitive> take() {
        List<Mtp3TransferPrimitive> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    @Override
    public synchronized void sendMessage(Mtp3TransferPrimitive message) {
        sent.add(message);
    }

    @Override
    public Mtp3TransferPrimitiveFactory getMtp3TransferPrimitiveFactory() {
        return primitives;
    }

    @Override
    public int getMaxUserDataLength(int destination) {
        return 268;
    }

    @Override
    public RoutingLabelFormat getRoutingLabelFormat() {
        return RoutingLabelFormat.ITU;
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public void addMtp3UserPartListener(Mtp3UserPartListener listener) {}

    @Override
    public void removeMtp3UserPartListener(Mtp3UserPartListener listener) {}

    @Override
    public void setRoutingLabelFormat(RoutingLabelFormat format) {}

    @Override
    public boolean isUseLsbForLinksetSelection() {
        return false;
    }

    @Override
    public void setUseLsbForLinksetSelection(boolean use) {}

    @Override
    public int getDeliveryMessageThreadCount() {
        return 1;
    }

    @Override
    public void setDeliveryMessageThreadCount(int count) {}

    @Override
    public ExecutorCongestionMonitor getExecutorCongestionMonitor() {
        return null;
    }
}
