// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class FailureReasonTest {

    @Test
    void whatSaysItsReasonIsTakenAtItsWordHoweverDeep() {
        assertThat(FailureReason.of(new RuntimeException(
                        "outside",
                        new MapUserErrorException(MapUserError.parse("systemFailure"), "no ESME has bound"))))
                .isEqualTo("no ESME has bound");
    }

    @Test
    void messagesOfOthersMayHoldContentAndTheirKindStandsForThem() {
        assertThat(FailureReason.of(new IllegalStateException("text of 447700900123", new IOException("secret"))))
                .isEqualTo("illegal state failure, because of io failure");
        assertThat(FailureReason.of(new RuntimeException("x", new ConnectException("Connection refused"))))
                .endsWith("connect failure (Connection refused)");
        assertThat(FailureReason.of(new SQLException("Duplicate entry '447700900123'", "23505")))
                .endsWith("failure (SQLSTATE 23505)");
        assertThat(FailureReason.of(new NullPointerException())).isEqualTo("null pointer failure");
    }
}
