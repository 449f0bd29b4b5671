// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinalRefusalsTest {

    @ParameterizedTest
    @CsvSource({
        "illegalSubscriber,true",
        "systemFailure,false",
        "sm-DeliveryFailure(memoryCapacityExceeded),false",
        "sm-DeliveryFailure,true"
    })
    void aRefusalIsAsFinalAsItsErrorHoweverDeepItLies(String error, boolean last) {
        MapUserErrorException refusal = new MapUserErrorException(MapUserError.parse(error), "refused");
        assertThat(FinalRefusals.contain(refusal)).isEqualTo(last);
        assertThat(FinalRefusals.contain(new NotConfirmedException("refused", refusal)))
                .isEqualTo(last);
    }

    @Test
    void whatAReceiverWillNeverTakeIsFinalHoweverDeepItLies() {
        Exception never = new NeverConfirmedException("sql: too long", null);
        assertThat(FinalRefusals.contain(never)).isTrue();
        assertThat(FinalRefusals.contain(new CamelExecutionException("in a route", null, never)))
                .isTrue();
    }

    @Test
    void aFailureWithoutAnErrorIsNeverFinal() {
        assertThat(FinalRefusals.contain(new NotConfirmedException("no answer")))
                .isFalse();
    }
}
