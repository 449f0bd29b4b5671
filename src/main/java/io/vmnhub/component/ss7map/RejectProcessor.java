// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Ends a message with a MAP user error: what the Kamelet {@code reject-action} is made of. */
public class RejectProcessor implements Processor {

    private String error = "systemFailure";
    private String cause;
    private String reason = "rejected by the route";
    private MapUserError mapUserError;

    @Override
    public void process(Exchange exchange) {
        if (mapUserError == null) {
            mapUserError = MapUserError.named(error, cause);
        }
        exchange.setException(new MapUserErrorException(mapUserError, reason));
    }

    public String getError() {
        return error;
    }

    /** The error's name in TS 29.002. */
    public void setError(String error) {
        this.error = error;
        mapUserError = null;
    }

    public String getCause() {
        return cause;
    }

    /** For sm-DeliveryFailure its cause, by name or number; empty for none. */
    public void setCause(String cause) {
        this.cause = cause;
        mapUserError = null;
    }

    public String getReason() {
        return reason;
    }

    /** What the log says of it. */
    public void setReason(String reason) {
        this.reason = reason;
    }
}
