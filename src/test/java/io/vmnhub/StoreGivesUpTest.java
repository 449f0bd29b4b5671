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
        assertThat(StorePart.isFinal(new NeverConfirmedException("sql: too long", null))).isTrue();
        assertThat(StorePart.isFinal(new CamelExecutionException("in a route", null, new NeverConfirmedException("sql: too long", null)))).isTrue();
        assertThat(StorePart.isFinal(new NotConfirmedException("the application is down"))).isFalse();
    }

    @Test
    void theMapErrorThatAWayOutNamesDecidesAsItDoesForAnSmsc() {
        assertThat(StorePart.isFinal(new NotDeliveredException("callBarred", "", "refused"))).isTrue();
        assertThat(StorePart.isFinal(new NotDeliveredException("systemFailure", "", "busy"))).isFalse();
        assertThat(StorePart.isFinal(new NotDeliveredException("sm-DeliveryFailure", "memoryCapacityExceeded", "full"))).isFalse();
        assertThat(StorePart.isFinal(new NotDeliveredException("sm-DeliveryFailure", "equipmentProtocolError", "refused"))).isTrue();
        assertThat(StorePart.isFinal(new NotConfirmedException("webhook", new NotDeliveredException("unknownSubscriber", "", "410")))).isTrue();
        assertThat(StorePart.isFinal(new MapUserErrorException(MapUserError.temporary(), "busy"))).isFalse();
    }
}
