// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.sms.MapUserError.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MapUserErrorTest {

    @ParameterizedTest
    @CsvSource({
        "ABSENT_SUBSCRIBER_SM, 1, ABSENT_SUBSCRIBER",
        "ABSENT_SUBSCRIBER_SM, 2, ABSENT_SUBSCRIBER",
        "ABSENT_SUBSCRIBER_SM, 3, ABSENT_SUBSCRIBER_SM",
        "ABSENT_SUBSCRIBER, 3, ABSENT_SUBSCRIBER_SM",
        "SUBSCRIBER_BUSY_FOR_MT_SMS, 1, SYSTEM_FAILURE",
        "SUBSCRIBER_BUSY_FOR_MT_SMS, 2, SUBSCRIBER_BUSY_FOR_MT_SMS",
        "ILLEGAL_EQUIPMENT, 1, SYSTEM_FAILURE",
        "ILLEGAL_EQUIPMENT, 2, ILLEGAL_EQUIPMENT",
        "CALL_BARRED, 1, CALL_BARRED"
    })
    void anErrorThatAVersionLacksBecomesItsNearestKin(Code given, int version, Code expected) {
        assertThat(MapUserError.of(given).inVersion(version).code()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void everyErrorIsFoundByItsNameAndByItsCode(Code code) {
        assertThat(MapUserError.named(code.errorName(), null).code()).isEqualTo(code);
        assertThat(Code.of(code.value())).contains(code);
    }

    @Test
    void aDeliveryFailureHasACauseByNameOrByNumber() {
        assertThat(MapUserError.named("sm-DeliveryFailure", "memoryCapacityExceeded")
                        .cause())
                .hasValue(0);
        assertThat(MapUserError.named("sm-DeliveryFailure", "2").cause()).hasValue(2);
        assertThat(MapUserError.named("sm-DeliveryFailure", "").cause()).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void everyErrorIsReadAsItIsWritten(Code code) {
        assertThat(MapUserError.parse(MapUserError.of(code).toString()).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "sm-DeliveryFailure(memoryCapacityExceeded), sm-DeliveryFailure(memoryCapacityExceeded)",
        "sm-DeliveryFailure(1), sm-DeliveryFailure(equipmentProtocolError)",
        "sm-DeliveryFailure, sm-DeliveryFailure(equipmentProtocolError)",
        "sm-DeliveryFailure ( 4 ), sm-DeliveryFailure(4)",
        "absentSubscriberSM(1), absentSubscriberSM(1)",
        "callBarred(0), callBarred(0)",
        "' systemFailure ', systemFailure"
    })
    void aCauseStandsInParenthesesByItsNameWhereItHasOne(String text, String expected) {
        assertThat(MapUserError.parse(text)).hasToString(expected);
        assertThat(MapUserError.parse(expected)).isEqualTo(MapUserError.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "unknownSubscriber,true",
        "illegalSubscriber,true",
        "callBarred,true",
        "systemFailure,false",
        "absentSubscriberSM,false",
        "absentSubscriber,false",
        "subscriberBusyForMT-SMS,false",
        "messageWaitingListFull,false",
        "sm-DeliveryFailure(memoryCapacityExceeded),false",
        "sm-DeliveryFailure(equipmentProtocolError),true",
        "sm-DeliveryFailure,true"
    })
    void aFinalErrorMakesAServiceCentreGiveUp(String error, boolean last) {
        assertThat(MapUserError.parse(error).isFinal()).isEqualTo(last);
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void theNearestKinOfAnOperationIsAsFinalAsTheError(Code code) {
        MapUserError error = MapUserError.named(
                code.errorName(), code == Code.SM_DELIVERY_FAILURE ? "memoryCapacityExceeded" : null);
        assertThat(error.forMtForwardSm().isFinal()).isEqualTo(error.isFinal());
        assertThat(error.forSendRoutingInfoForSm().isFinal()).isEqualTo(error.isFinal());
    }

    @ParameterizedTest
    @CsvSource({
        "unknownSubscriber,unknownSubscriber,unidentifiedSubscriber",
        "illegalSubscriber,callBarred,illegalSubscriber",
        "callBarred,callBarred,illegalSubscriber",
        "teleserviceNotProvisioned,teleserviceNotProvisioned,illegalSubscriber",
        "subscriberBusyForMT-SMS,systemFailure,subscriberBusyForMT-SMS",
        "sm-DeliveryFailure(0),systemFailure,sm-DeliveryFailure(0)",
        "messageWaitingListFull,systemFailure,systemFailure",
        "absentSubscriberSM,absentSubscriberSM,absentSubscriberSM"
    })
    void anErrorThatAnOperationLacksBecomesItsNearestKin(String error, String ofSendRoutingInfo, String ofForward) {
        assertThat(MapUserError.parse(error).forSendRoutingInfoForSm())
                .isEqualTo(MapUserError.parse(ofSendRoutingInfo));
        assertThat(MapUserError.parse(error).forMtForwardSm()).isEqualTo(MapUserError.parse(ofForward));
    }

    @Test
    void whatIsNoErrorIsSaidSo() {
        assertThatThrownBy(() -> MapUserError.named("busy", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'busy' is not a MAP user error; there are unknownSubscriber, ");
        assertThatThrownBy(() -> MapUserError.named("sm-DeliveryFailure", "full"))
                .hasMessageContaining("'full' is not a cause of sm-DeliveryFailure");
        assertThatThrownBy(() -> MapUserError.parse("sm-DeliveryFailure(full"))
                .hasMessage("'sm-DeliveryFailure(full' has no closing parenthesis");
        assertThatThrownBy(() -> MapUserError.of(Code.SM_DELIVERY_FAILURE, 7))
                .hasMessage("sm-DeliveryFailure: cause 7 is not within 0..6");
        assertThatThrownBy(() -> MapUserError.of(Code.SYSTEM_FAILURE, 0))
                .hasMessageStartingWith("systemFailure: cause 0");
    }
}
