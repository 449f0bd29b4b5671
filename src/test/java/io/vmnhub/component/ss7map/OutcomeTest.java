// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.ss7.MapAnswer;
import io.vmnhub.ss7.MapRequest;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static final MapRequest FORWARD =
            new MapRequest.ForwardSm(Optional.of("234150000000000"), Optional.empty(), "4477", new byte[1], false);
    private static final MapRequest ROUTING =
            new MapRequest.SendRoutingInfoForSm(Address.international("447700900000"), true, "4477");

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void anEndWithoutExceptionIsTheResult() {
        assertThat(Outcome.of(exchange, FORWARD).answer()).isEqualTo(new MapAnswer.Result());
    }

    @Test
    void aMapUserErrorIsThatErrorHoweverDeep() {
        MapUserError error = MapUserError.of(Code.SM_DELIVERY_FAILURE, 0);
        exchange.setException(new CamelExecutionException(
                "outside", exchange, new IOException(new MapUserErrorException(error, "full"))));
        Outcome outcome = Outcome.of(exchange, FORWARD);
        assertThat(outcome.answer()).isEqualTo(new MapAnswer.UserError(error));
        assertThat(outcome.reason()).isEqualTo("full");
    }

    @Test
    void anythingElseIsATemporaryErrorAndItsMessageStaysOutOfTheReason() {
        exchange.setException(new IllegalStateException("text of 447700900123", new IOException("secret")));
        Outcome outcome = Outcome.of(exchange, FORWARD);
        assertThat(outcome.answer()).isEqualTo(new MapAnswer.UserError(MapUserError.temporary()));
        assertThat(outcome.reason()).isEqualTo("illegal state failure, because of io failure");
    }

    @Test
    void aRolledBackExchangeIsATemporaryError() {
        exchange.setRollbackOnly(true);
        assertThat(Outcome.of(exchange, FORWARD).answer()).isEqualTo(new MapAnswer.UserError(MapUserError.temporary()));
    }

    @Test
    void aRoutingNeedsBothItsHeaders() {
        exchange.getMessage().setHeader(Ss7MapConstants.IMSI, "234150000000000");
        assertThat(Outcome.of(exchange, ROUTING).answer()).isEqualTo(new MapAnswer.UserError(MapUserError.temporary()));
        exchange.getMessage().setHeader(Ss7MapConstants.NETWORK_NODE_NUMBER, "447700000001");
        assertThat(Outcome.of(exchange, ROUTING).answer())
                .isEqualTo(new MapAnswer.Routing("234150000000000", "447700000001"));
    }
}
