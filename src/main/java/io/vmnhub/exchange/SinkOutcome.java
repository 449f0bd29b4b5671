// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How one way out dealt with a message.
 *
 * @param connector the Kamelet's name, or the scheme of an endpoint that is none
 * @param route the route that names it
 * @param outcome {@code ok}, {@code error}, or {@code pending} when the message was answered before it had ended
 * @param millis how long it took, or has taken so far
 * @param error why, in words without content; null when it did not fail
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SinkOutcome(String connector, String route, String outcome, long millis, String error) {

    static final String OK = "ok";
    static final String ERROR = "error";
    static final String PENDING = "pending";

    boolean confirmed() {
        return outcome.equals(OK);
    }
}
