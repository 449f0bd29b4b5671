// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.component.ss7map.DeliveryListener;
import io.vmnhub.exchange.MessageContext;
import io.vmnhub.exchange.NextTry;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.hlr.Alerts;
import io.vmnhub.hlr.ApplicationState;
import io.vmnhub.hlr.MessageWaiting.Cause;
import io.vmnhub.hlr.MessageWaitingData;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberSettings.Hlr;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.sms.MapUserError.DeliveryFailureCause;
import io.vmnhub.ss7.MapAnswer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Notes the service centres whose messages an application did not take because it is away or has no room, whether or
 * not they report that; tells them so, and when to try again, where the application's policy or theirs allows it; and
 * hears from each message that was confirmed that its application takes messages.
 */
final class WaitingMessages implements DeliveryListener {

    private static final int IMSI_DETACHED = 1;
    private static final CompletionStage<Void> NOTHING = CompletableFuture.completedFuture(null);

    private final NumberPlan numbers;
    private final MessageWaitingData waiting;
    private final Alerts alerts;
    private final ApplicationReadiness readiness;

    WaitingMessages(NumberPlan numbers, MessageWaitingData waiting, Alerts alerts, ApplicationReadiness readiness) {
        this.numbers = numbers;
        this.waiting = waiting;
        this.alerts = alerts;
        this.readiness = readiness;
    }

    @Override
    public CompletionStage<MapAnswer> ended(Exchange exchange, MapAnswer answer) {
        String application = exchange.getMessage().getHeader(SmsConstants.APPLICATION, "", String.class);
        if (answer instanceof MapAnswer.Result) {
            if (!application.isEmpty()) {
                readiness.delivered(application);
                alerts.delivered(application);
            }
        } else if (answer instanceof MapAnswer.UserError refused) {
            readiness.failed(application, exchange.getException());
            MapUserError told = told(exchange, application, refused.error());
            CompletionStage<Void> noted = refused(exchange, told);
            alerts.waitsFor(application, readiness.of(application));
            return noted.handle((nothing, failure) -> new MapAnswer.UserError(told));
        }
        return CompletableFuture.completedFuture(answer);
    }

    /** What the SMSC is told in the place of an error, when the application cannot receive. */
    private MapUserError told(Exchange exchange, String application, MapUserError error) {
        boolean asked = MessageContext.of(exchange)
                .flatMap(context -> context.policy().absence())
                .isPresent();
        ApplicationState state = readiness.of(application);
        MapUserError told = error;
        if (asked && error.equals(MapUserError.temporary())) {
            if (state.isAway()) {
                told = MapUserError.of(Code.ABSENT_SUBSCRIBER_SM, IMSI_DETACHED);
            } else if (state.kind() == ApplicationState.Kind.FULL) {
                told = MapUserError.deliveryFailure(DeliveryFailureCause.MEMORY_CAPACITY_EXCEEDED);
            }
        }
        return told.code() == Code.ABSENT_SUBSCRIBER_SM
                ? retryTime(exchange, state).map(told::retriedAt).orElse(told)
                : told;
    }

    /** requestedRetransmissionTime, for who has offered maximumRetransmissionTime and not too late for it. */
    private static Optional<Instant> retryTime(Exchange exchange, ApplicationState state) {
        Instant latest = exchange.getMessage().getHeader(Ss7MapConstants.MAXIMUM_RETRANSMISSION_TIME, Instant.class);
        if (latest == null) {
            return Optional.empty();
        }
        Instant now = Instant.now();
        Instant asked = now.plus(NextTry.after(exchange.getException()).notBefore());
        return Stream.of(state.until().orElse(now), asked)
                .max(Instant::compareTo)
                .filter(time -> time.isAfter(now))
                .map(time -> time.plusMillis(999).truncatedTo(ChronoUnit.SECONDS))
                .filter(time -> !time.isAfter(latest));
    }

    private CompletionStage<Void> refused(Exchange exchange, MapUserError error) {
        boolean absent = error.code() == MapUserError.Code.ABSENT_SUBSCRIBER_SM
                || error.code() == MapUserError.Code.ABSENT_SUBSCRIBER;
        boolean full = error.equals(MapUserError.deliveryFailure(DeliveryFailureCause.MEMORY_CAPACITY_EXCEEDED));
        Message message = exchange.getMessage();
        String serviceCentre = message.getHeader(Ss7MapConstants.SERVICE_CENTRE_ADDRESS, "", String.class);
        if (!absent && !full || serviceCentre.isEmpty()) {
            return NOTHING;
        }
        Optional<Vmn> vmn = numbers.byMsisdn(message.getHeader(SmsConstants.DESTINATION_ADDRESS, "", String.class))
                .filter(found -> found.settings().hlr() == Hlr.OWN);
        if (vmn.isEmpty()) {
            return NOTHING;
        }
        int version = message.getHeader(Ss7MapConstants.VERSION, 3, Integer.class);
        String msisdn = vmn.get().msisdn();
        String application = vmn.get().application();
        return absent
                ? waiting.absent(msisdn, application, Cause.APPLICATION, serviceCentre, version)
                        .kept()
                : waiting.memoryCapacityExceeded(msisdn, application, serviceCentre, version)
                        .kept();
    }
}
