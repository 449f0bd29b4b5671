// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import java.util.Optional;
import org.restcomm.protocols.ss7.map.api.errors.AbsentSubscriberDiagnosticSM;
import org.restcomm.protocols.ss7.map.api.errors.CallBarringCause;
import org.restcomm.protocols.ss7.map.api.errors.MAPErrorMessage;
import org.restcomm.protocols.ss7.map.api.errors.MAPErrorMessageFactory;
import org.restcomm.protocols.ss7.map.api.errors.SMEnumeratedDeliveryFailureCause;
import org.restcomm.protocols.ss7.map.api.primitives.NetworkResource;

/**
 * MAP user errors as jSS7 encodes and decodes them, each in the form that the dialogue's version has (TS 29.002 clause
 * 17.7.7, GSM 09.02 for versions 1 and 2).
 */
final class MapErrors {

    private final MAPErrorMessageFactory factory;

    MapErrors(MAPErrorMessageFactory factory) {
        this.factory = factory;
    }

    /** @param resource the networkResource of a systemFailure: who failed */
    MAPErrorMessage encode(MapUserError error, int version, NetworkResource resource) {
        MapUserError fitting = error.inVersion(version);
        long code = fitting.code().value();
        return switch (fitting.code()) {
            // jSS7 mixes the forms of versions 1 and 2 when it is told 2; version 2 has the SEQUENCE of version 3
            case SM_DELIVERY_FAILURE ->
                factory.createMAPErrorMessageSMDeliveryFailure(
                        version == 1 ? 1 : 3,
                        SMEnumeratedDeliveryFailureCause.getInstance(
                                fitting.cause().orElse(1)),
                        version == 1 ? null : fitting.diagnosticInfo().orElse(null),
                        null);
            // versions 1 and 2 have the bare networkResource, which clause 17.7.7 forbids in version 3
            case SYSTEM_FAILURE -> factory.createMAPErrorMessageSystemFailure(version, resource, null, null);
            case ABSENT_SUBSCRIBER_SM ->
                fitting.requestedRetransmissionTime().isPresent()
                        ? new AbsentUntil(
                                fitting.cause(),
                                fitting.requestedRetransmissionTime().get())
                        : fitting.cause().isPresent()
                                ? factory.createMAPErrorMessageAbsentSubscriberSM(
                                        AbsentSubscriberDiagnosticSM.getInstance(
                                                fitting.cause().getAsInt()),
                                        null,
                                        null)
                                : factory.createMAPErrorMessageParameterless(code);
            case CALL_BARRED ->
                fitting.cause().isPresent()
                        ? factory.createMAPErrorMessageCallBarred(
                                (long) version,
                                CallBarringCause.getInstance(fitting.cause().getAsInt()),
                                null,
                                null)
                        : factory.createMAPErrorMessageParameterless(code);
            default -> factory.createMAPErrorMessageParameterless(code);
        };
    }

    /** The error the peer answered with; empty when its code is none the hub knows. */
    Optional<MapUserError> decode(MAPErrorMessage message) {
        return Code.of(message.getErrorCode()).map(code -> {
            try {
                if (code == Code.SM_DELIVERY_FAILURE && message.isEmSMDeliveryFailure()) {
                    return MapUserError.of(
                            code,
                            message.getEmSMDeliveryFailure()
                                    .getSMEnumeratedDeliveryFailureCause()
                                    .getCode());
                }
                if (code == Code.ABSENT_SUBSCRIBER_SM
                        && message.isEmAbsentSubscriberSM()
                        && message.getEmAbsentSubscriberSM().getAbsentSubscriberDiagnosticSM() != null) {
                    return MapUserError.of(
                            code,
                            message.getEmAbsentSubscriberSM()
                                    .getAbsentSubscriberDiagnosticSM()
                                    .getCode());
                }
            } catch (RuntimeException incomplete) {
                return MapUserError.of(code);
            }
            return MapUserError.of(code);
        });
    }
}
