package io.vmnhub.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.exchange.NeverConfirmedException;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.NotDeliveredException;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinalRefusalsTest {

    @ParameterizedTest
    @CsvSource({"unknownSubscriber,'',true", "illegalSubscriber,'',true", "callBarred,'',true", "systemFailure,'',false",
        "absentSubscriberSM,'',false", "subscriberBusyForMT-SMS,'',false", "sm-DeliveryFailure,memoryCapacityExceeded,false",
        "sm-DeliveryFailure,equipmentProtocolError,true", "sm-DeliveryFailure,'',true"})
    void anErrorIsAsFinalByItsNameAsItIsByItself(String error, String cause, boolean last) {
        assertThat(FinalRefusals.contain(new NotConfirmedException("refused", new NotDeliveredException(error, cause, "refused")))).isEqualTo(last);
        assertThat(FinalRefusals.contain(new MapUserErrorException(MapUserError.named(error, cause), "refused"))).isEqualTo(last);
    }

    @Test
    void whatAReceiverWillNeverTakeIsFinalHoweverDeepItLies() {
        Exception never = new NeverConfirmedException("sql: too long", null);
        assertThat(FinalRefusals.contain(never)).isTrue();
        assertThat(FinalRefusals.contain(new CamelExecutionException("in a route", null, never))).isTrue();
    }

    @Test
    void aFailureWithoutAnErrorIsNeverFinal() {
        assertThat(FinalRefusals.contain(new NotConfirmedException("no answer"))).isFalse();
    }
}
