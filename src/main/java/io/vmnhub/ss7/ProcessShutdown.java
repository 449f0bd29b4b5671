package io.vmnhub.ss7;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.mobicents.protocols.api.Association;
import org.mobicents.protocols.api.PayloadData;
import org.restcomm.protocols.ss7.m3ua.Asp;
import org.restcomm.protocols.ss7.m3ua.AspFactory;
import org.restcomm.protocols.ss7.m3ua.Functionality;
import org.restcomm.protocols.ss7.m3ua.impl.AspFactoryImpl;
import org.restcomm.protocols.ss7.m3ua.impl.fsm.FSM;
import org.restcomm.protocols.ss7.m3ua.impl.AspImpl;
import org.restcomm.protocols.ss7.m3ua.impl.message.M3UAMessageImpl;
import org.restcomm.protocols.ss7.m3ua.impl.message.MessageFactoryImpl;
import org.restcomm.protocols.ss7.m3ua.message.MessageClass;
import org.restcomm.protocols.ss7.m3ua.message.MessageType;
import org.restcomm.protocols.ss7.m3ua.message.asptm.ASPInactive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the application server processes out of service as RFC 4666 clauses 4.3.4.4 and 4.3.4.2 want it: first ASP Inactive for
 * every active one, which jSS7 never sends, then ASP Down and the end of the association, which jSS7 does.
 */
final class ProcessShutdown implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessShutdown.class);
    private static final int M3UA_PAYLOAD_PROTOCOL_IDENTIFIER = 3;

    private final M3uaLayer m3ua;

    ProcessShutdown(M3uaLayer m3ua) {
        this.m3ua = m3ua;
    }

    @Override
    public void run() {
        for (AspFactory factory : m3ua.getAspfactories()) {
            try {
                if (factory.getStatus()) {
                    inactive((AspFactoryImpl) factory);
                    m3ua.stopAsp(factory.getName());
                }
            } catch (Exception e) {
                LOG.warn("Association {} did not stop cleanly: {}", factory.getName(), e.getMessage());
            }
        }
    }

    private static void inactive(AspFactoryImpl factory) throws Exception {
        Association association = factory.getAssociation();
        if (!association.isConnected() || factory.getFunctionality() == Functionality.SGW) {
            return;
        }
        for (Asp process : factory.getAspList()) {
            FSM local = ((AspImpl) process).getLocalFSM();
            if (local == null || !"ACTIVE".equals(local.getState().getName())) {
                continue;
            }
            ASPInactive message = (ASPInactive) new MessageFactoryImpl().createMessage(MessageClass.ASP_TRAFFIC_MAINTENANCE,
                    MessageType.ASP_INACTIVE);
            message.setRoutingContext(process.getAs().getRoutingContext());
            ByteBuf octets = Unpooled.buffer();
            ((M3UAMessageImpl) message).encode(octets);
            association.send(new PayloadData(octets.readableBytes(), octets, true, false, M3UA_PAYLOAD_PROTOCOL_IDENTIFIER, 0));
        }
    }
}
