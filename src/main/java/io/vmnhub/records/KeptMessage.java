// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.vmnhub.sms.ShortMessage;
import java.time.Instant;

/**
 * A message with its text.
 *
 * @param application who owned the number when it came
 * @param keptAt when it was answered
 */
public record KeptMessage(String application, Instant keptAt, ShortMessage message) {

    @Override
    public String toString() {
        return "KeptMessage[" + message.id() + " for " + application + "]"; // texts stay out of logs
    }
}
