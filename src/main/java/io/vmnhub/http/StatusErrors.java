// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vmnhub.sms.MapUserErrorException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which MAP user error the SMSC is told for a receiver's status, by the {@link ErrorTable} of a webhook. Immutable. */
public final class StatusErrors {

    private static final Pattern STATUS = Pattern.compile("[3-5][0-9]{2}");

    private final ErrorTable table;

    /** @throws IllegalArgumentException when it is not a list of entries, separated by blanks */
    public StatusErrors(String text) {
        table = new ErrorTable("webhook: errors", "status", STATUS, text);
    }

    /**
     * What the SMSC is told for {@code status}.
     *
     * @param reason for the log
     */
    public Optional<MapUserErrorException> of(int status, String reason) {
        return table.of(String.valueOf(status), reason);
    }
}
