// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.hlr.AlertSender;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.ss7.MapAnswer;
import io.vmnhub.ss7.MapAnswer.Failure;
import io.vmnhub.ss7.MapCall;
import io.vmnhub.ss7.MapRequest;
import io.vmnhub.ss7.Ss7Stack;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Alerts service centres over the hub's signalling stack: from its HLR to SSN 8 at the service centre's address. */
final class SignallingAlerts implements AlertSender {

    private static final Logger LOG = LoggerFactory.getLogger(SignallingAlerts.class);
    private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(15);
    /** How long an undelivered or refused alert of version 1, which nobody confirms, may take to come back. */
    private static final Duration COMES_BACK_WITHIN = Duration.ofSeconds(2);

    private final Supplier<Ss7Stack> stack;

    SignallingAlerts(Supplier<Ss7Stack> stack) {
        this.stack = stack;
    }

    @Override
    public CompletableFuture<Outcome> alert(Vmn vmn, String serviceCentre, int version) {
        Ss7Stack signalling = stack.get();
        if (signalling == null) {
            return CompletableFuture.completedFuture(Outcome.FAILED);
        }
        MapCall call = new MapCall(
                version,
                serviceCentre,
                MapCall.MSC,
                vmn.settings().hlrGlobalTitle().orElse(signalling.globalTitle(MapCall.HLR)),
                MapCall.HLR,
                List.of(new MapRequest.AlertServiceCentre(Address.international(vmn.msisdn()), serviceCentre)),
                false,
                version == 1 ? COMES_BACK_WITHIN : CONFIRM_WITHIN);
        return signalling.call(call).thenApply(answers -> outcome(serviceCentre, answers.get(0)));
    }

    private static Outcome outcome(String serviceCentre, MapAnswer answer) {
        if (answer instanceof MapAnswer.Result) {
            return Outcome.CONFIRMED;
        }
        LOG.debug("Service centre {} answered an alert with {}", serviceCentre, answer);
        if (answer instanceof MapAnswer.UserError error) {
            return error.error().code() == MapUserError.Code.SYSTEM_FAILURE ? Outcome.FAILED : Outcome.REFUSED;
        }
        return answer instanceof Failure failure && failure.kind() == Failure.Kind.REFUSED
                ? Outcome.VERSION_NOT_SUPPORTED
                : Outcome.FAILED;
    }
}
