package io.vmnhub;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.northbound.NeverConfirmedException;
import io.vmnhub.northbound.NotConfirmedException;
import io.vmnhub.sms.NotDeliveredException;
import io.vmnhub.ss7.MapUserError;
import io.vmnhub.ss7.MapUserErrorException;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.Test;

/** After which failures the store makes a dead letter instead of another attempt. */
class StoreGivesUpTest {

    @Test
    void whatAReceiverWillNeverTakeIsADeadLetterAtOnce() {
        assertThat(FinalRefusals.contain(new NeverConfirmedException("sql: too long", null))).isTrue();
        assertThat(FinalRefusals.contain(new CamelExecutionException("in a route", null, new NeverConfirmedException("sql: too long", null)))).isTrue();
        assertThat(FinalRefusals.contain(new NotConfirmedException("the application is down"))).isFalse();
    }

    @Test
    void theMapErrorThatAWayOutNamesDecidesAsItDoesForAnSmsc() {
        assertThat(FinalRefusals.contain(new NotDeliveredException("callBarred", "", "refused"))).isTrue();
        assertThat(FinalRefusals.contain(new NotDeliveredException("systemFailure", "", "busy"))).isFalse();
        assertThat(FinalRefusals.contain(new NotDeliveredException("sm-DeliveryFailure", "memoryCapacityExceeded", "full"))).isFalse();
        assertThat(FinalRefusals.contain(new NotDeliveredException("sm-DeliveryFailure", "equipmentProtocolError", "refused"))).isTrue();
        assertThat(FinalRefusals.contain(new NotConfirmedException("webhook", new NotDeliveredException("unknownSubscriber", "", "410")))).isTrue();
        assertThat(FinalRefusals.contain(new MapUserErrorException(MapUserError.temporary(), "busy"))).isFalse();
    }
}
