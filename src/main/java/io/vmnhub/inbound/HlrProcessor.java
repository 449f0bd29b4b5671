// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.exchange.MessageContext;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.hlr.AbsenceProbes;
import io.vmnhub.hlr.Alerts;
import io.vmnhub.hlr.ApplicationState;
import io.vmnhub.hlr.ApplicationStates;
import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.hlr.MessageWaiting;
import io.vmnhub.hlr.MessageWaiting.Cause;
import io.vmnhub.hlr.MessageWaitingData;
import io.vmnhub.hlr.MessageWaitingData.Noted;
import io.vmnhub.hlr.NumberProbes;
import io.vmnhub.hlr.RoutingInfo;
import io.vmnhub.numbering.Absence;
import io.vmnhub.numbering.NumberState;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.sms.MapUserErrorException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * The bean {@code homeLocationRegister} of the inbound routes. For sendRoutingInfoForSM it sets the headers that become
 * the answer, or ends with the error that the number's state has. For reportSM-DeliveryStatus it keeps the message
 * waiting data (TS 23.040 clause 10), and ends when that is on the disk.
 */
public final class HlrProcessor extends AsyncProcessorSupport {

    private static final int MEMORY_CAPACITY_EXCEEDED = 0;
    private static final int ABSENT_SUBSCRIBER = 1;
    private static final int SUCCESSFUL_TRANSFER = 2;
    private static final int IMSI_DETACHED = 1;

    private final HomeLocationRegister register;
    private final MessageWaitingData waiting;
    private final Alerts alerts;
    private final ApplicationStates states;
    private final AbsenceProbes probes;
    private final NumberProbes numberProbes;

    public HlrProcessor(
            HomeLocationRegister register,
            MessageWaitingData waiting,
            Alerts alerts,
            ApplicationStates states,
            AbsenceProbes probes,
            NumberProbes numberProbes) {
        this.numberProbes = numberProbes;
        this.register = register;
        this.waiting = waiting;
        this.alerts = alerts;
        this.states = states;
        this.probes = probes;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Message message = exchange.getMessage();
        Integer outcome = message.getHeader(Ss7MapConstants.DELIVERY_OUTCOME, Integer.class);
        try {
            String notIntended = message.getHeader(Ss7MapConstants.SM_DELIVERY_NOT_INTENDED, String.class);
            if (notIntended != null) {
                numberProbes.requireAllowed();
            }
            Vmn vmn = subscriber(message);
            if (notIntended != null) {
                routed(message, numberProbes.answer(vmn, notIntended.endsWith("MNC")));
                callback.done(true);
                return true;
            }
            return outcome == null ? query(exchange, vmn, callback) : report(exchange, vmn, outcome, callback);
        } catch (MapUserErrorException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private Vmn subscriber(Message message) throws MapUserErrorException {
        return register.subscriber(
                message.getHeader(SmsConstants.DESTINATION_ADDRESS, String.class),
                Optional.ofNullable(message.getHeader(Ss7MapConstants.QUERIED_IMSI, String.class)),
                message.getHeader(Ss7MapConstants.CALLING_GLOBAL_TITLE, "", String.class),
                serviceCentre(message));
    }

    private static void routed(Message message, RoutingInfo routing) {
        message.setHeader(Ss7MapConstants.IMSI, routing.imsi());
        message.setHeader(Ss7MapConstants.NETWORK_NODE_NUMBER, routing.networkNodeNumber());
    }

    private boolean query(Exchange exchange, Vmn vmn, AsyncCallback callback) throws MapUserErrorException {
        Optional<MapUserErrorException> refusal = HomeLocationRegister.refusal(vmn);
        if (vmn.settings().state() == NumberState.SUSPENDED) {
            return refuse(exchange, vmn, Cause.SUSPENDED, refusal.orElseThrow(), callback);
        }
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        Optional<MessageWaiting> data = waiting.of(vmn.msisdn());
        Optional<String> away = priority(exchange) ? Optional.empty() : absence(exchange, vmn, data);
        if (away.isPresent()) {
            return refuse(
                    exchange,
                    vmn,
                    Cause.APPLICATION,
                    new MapUserErrorException(
                            MapUserError.of(Code.ABSENT_SUBSCRIBER_SM, IMSI_DETACHED),
                            "the application does not receive: " + away.get()),
                    callback);
        }
        Message message = exchange.getMessage();
        RoutingInfo routing = register.routingInfo(
                vmn, message.getHeader(Ss7MapConstants.CALLING_GLOBAL_TITLE, "", String.class), serviceCentre(message));
        routed(message, routing);
        data.ifPresent(known ->
                exchange.setProperty(Ss7MapConstants.MESSAGE_WAITING_STATUS, known.status(serviceCentre(message))));
        CompletableFuture<Void> kept = register.kept(routing);
        if (kept.isDone()) {
            callback.done(true);
            return true;
        }
        kept.whenComplete((nothing, failure) -> callback.done(false));
        return false;
    }

    /** Why the application does not receive; empty when it may, or when this query is to find out. */
    private Optional<String> absence(Exchange exchange, Vmn vmn, Optional<MessageWaiting> data) {
        Optional<Absence> told =
                MessageContext.of(exchange).flatMap(context -> context.policy().absence());
        if (told.isPresent()) {
            ApplicationState state = states.of(vmn.application());
            if (state.isAway()) {
                return probes.isProbe(vmn.application(), told.get().probeEvery())
                        ? Optional.empty()
                        : Optional.of(state.why());
            }
            probes.back(vmn.application());
        }
        return data.filter(MessageWaiting::notReachable).isPresent() && !waiting.isProbe(vmn.msisdn())
                ? Optional.of("MNRF is set")
                : Optional.empty();
    }

    private static boolean priority(Exchange exchange) {
        return Boolean.TRUE.equals(exchange.getMessage().getHeader(Ss7MapConstants.PRIORITY, Boolean.class));
    }

    /**
     * The asking service centre joins the list, and gets the error when that is on the disk; unless it does not try
     * again.
     */
    private boolean refuse(
            Exchange exchange, Vmn vmn, Cause cause, MapUserErrorException error, AsyncCallback callback) {
        Message message = exchange.getMessage();
        if (Boolean.TRUE.equals(message.getHeader(Ss7MapConstants.SINGLE_ATTEMPT_DELIVERY, Boolean.class))) {
            exchange.setException(error);
            callback.done(true);
            return true;
        }
        Noted noted = waiting.absent(vmn.msisdn(), vmn.application(), cause, serviceCentre(message), version(message));
        alerts.waitsFor(vmn.application(), states.of(vmn.application()));
        exchange.setProperty(Ss7MapConstants.MESSAGE_WAITING_STATUS, noted.status());
        noted.kept().whenComplete((kept, failure) -> {
            exchange.setException(error); // also when it could not be kept: it is what the SMSC has to know
            callback.done(false);
        });
        return false;
    }

    private boolean report(Exchange exchange, Vmn vmn, int outcome, AsyncCallback callback)
            throws MapUserErrorException {
        Message message = exchange.getMessage();
        if (outcome == SUCCESSFUL_TRANSFER) {
            alerts.available(vmn.application(), "a service centre has delivered a message");
            callback.done(true);
            return true;
        }
        String serviceCentre = serviceCentre(message);
        Noted noted = switch (outcome) {
            case ABSENT_SUBSCRIBER ->
                waiting.absent(
                        vmn.msisdn(),
                        vmn.application(),
                        vmn.settings().state() == NumberState.SUSPENDED ? Cause.SUSPENDED : Cause.APPLICATION,
                        serviceCentre,
                        version(message));
            case MEMORY_CAPACITY_EXCEEDED ->
                waiting.memoryCapacityExceeded(vmn.msisdn(), vmn.application(), serviceCentre, version(message));
            default ->
                throw new MapUserErrorException(
                        MapUserError.of(Code.UNEXPECTED_DATA_VALUE), "there is no sm-DeliveryOutcome " + outcome);
        };
        if (!noted.included()) {
            throw new MapUserErrorException(
                    MapUserError.of(Code.MESSAGE_WAITING_LIST_FULL), "too many service centres wait");
        }
        noted.kept().whenComplete((kept, failure) -> {
            if (failure != null) {
                exchange.setException(new MapUserErrorException(
                        MapUserError.temporary(), "message waiting data could not be kept: " + failure.getMessage()));
            }
            callback.done(false);
        });
        return false;
    }

    private static String serviceCentre(Message message) {
        return message.getHeader(Ss7MapConstants.SERVICE_CENTRE_ADDRESS, "", String.class);
    }

    private static int version(Message message) {
        return message.getHeader(Ss7MapConstants.VERSION, 3, Integer.class);
    }
}
