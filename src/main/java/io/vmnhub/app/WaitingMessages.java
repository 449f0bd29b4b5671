// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.component.ss7map.DeliveryListener;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.hlr.Alerts;
import io.vmnhub.hlr.MessageWaiting.Cause;
import io.vmnhub.hlr.MessageWaitingData;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberSettings.Hlr;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.DeliveryFailureCause;
import io.vmnhub.ss7.MapAnswer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Notes the service centres whose messages an application did not take because it is away or has no room, whether or
 * not they report that; and hears from each message that was confirmed that its application takes messages.
 */
final class WaitingMessages implements DeliveryListener {

    private static final CompletionStage<Void> NOTHING = CompletableFuture.completedFuture(null);

    private final NumberPlan numbers;
    private final MessageWaitingData waiting;
    private final Alerts alerts;

    WaitingMessages(NumberPlan numbers, MessageWaitingData waiting, Alerts alerts) {
        this.numbers = numbers;
        this.waiting = waiting;
        this.alerts = alerts;
    }

    @Override
    public CompletionStage<Void> ended(Exchange exchange, MapAnswer answer) {
        if (answer instanceof MapAnswer.Result) {
            String application = exchange.getMessage().getHeader(SmsConstants.APPLICATION, String.class);
            if (application != null) {
                alerts.delivered(application);
            }
            return NOTHING;
        }
        return answer instanceof MapAnswer.UserError refused ? refused(exchange, refused.error()) : NOTHING;
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
