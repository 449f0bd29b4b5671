// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmnhub.numbering.NetworkNode;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberRange;
import io.vmnhub.numbering.NumberSettings;
import io.vmnhub.numbering.NumberState;
import io.vmnhub.sms.MapUserErrorException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HomeLocationRegisterTest {

    private static final NumberSettings DEMO = NumberSettings.of("demo");

    private final HomeLocationRegister register = new HomeLocationRegister(
            NumberPlan.of(List.of(
                    new NumberRange("447700900000", "447700900099", "234150000000000", "demo"),
                    single("100", DEMO.withState(NumberState.SUSPENDED, OptionalInt.of(4))),
                    single("101", DEMO.withState(NumberState.SUSPENDED, OptionalInt.empty())),
                    single("102", DEMO.withState(NumberState.BARRED, OptionalInt.empty())),
                    single("103", DEMO.withState(NumberState.NOT_ALLOCATED, OptionalInt.empty())),
                    single("104", settings(NumberSettings.Hlr.EXTERNAL, Optional.empty())),
                    single("105", settings(NumberSettings.Hlr.OWN, Optional.of("447700000009"))))),
            "447700000001");

    private static NumberRange single(String end, NumberSettings settings) {
        return new NumberRange("447700900" + end, "447700900" + end, "234150000000" + end, settings);
    }

    private static NumberSettings settings(NumberSettings.Hlr hlr, Optional<String> msc) {
        return new NumberSettings(
                "demo",
                "",
                NumberState.ACTIVE,
                OptionalInt.empty(),
                hlr,
                false,
                msc.stream().map(title -> new NetworkNode(title, 1)).toList(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void tellsTheImsiOfANumberAndTheHubAsItsMsc() throws Exception {
        assertThat(register.routingInfo(register.subscriber("447700900023"), "", ""))
                .isEqualTo(new RoutingInfo("234150000000023", "447700000001"));
        assertThat(register.refusal(register.subscriber("447700900023"))).isEmpty();
    }

    @Test
    void aRangeMayHaveAnMscTitleOfItsOwn() throws Exception {
        assertThat(register.routingInfo(register.subscriber("447700900105"), "", "")
                        .networkNodeNumber())
                .isEqualTo("447700000009");
    }

    @ParameterizedTest
    @CsvSource({
        "447700901000, no VMN has this number",
        "7700900123, no VMN has this number",
        "447700900103, the number is not allocated",
        "447700900104, the operator's HLR answers for this number"
    })
    void isTheHlrOfNoOtherNumbers(String msisdn, String reason) {
        MapUserErrorException refusal =
                catchThrowableOfType(MapUserErrorException.class, () -> register.subscriber(msisdn));
        assertThat(refusal.error()).hasToString("unknownSubscriber");
        assertThat(refusal.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "447700900100, absentSubscriberSM(4), absentSubscriberSM(4)",
        "447700900101, absentSubscriberSM, absentSubscriberSM",
        "447700900102, callBarred(1), illegalSubscriber"
    })
    void refusesByTheStateOfTheNumber(String msisdn, String query, String message) throws Exception {
        assertThat(register.refusal(register.subscriber(msisdn)).orElseThrow().error())
                .hasToString(query);
        MapUserErrorException refusal = catchThrowableOfType(
                MapUserErrorException.class, () -> register.recipient("234150000000" + msisdn.substring(9)));
        assertThat(refusal.error()).hasToString(message);
    }

    @Test
    void messagesForNobodyAreForAnUnidentifiedSubscriber() {
        for (String imsi : List.of("234150000000103", "999990000000000")) {
            assertThat(catchThrowableOfType(MapUserErrorException.class, () -> register.recipient(imsi))
                            .error())
                    .hasToString("unidentifiedSubscriber");
        }
    }

    @Test
    void theHubIsTheMscOfNumbersWhoseHlrIsAnother() throws Exception {
        assertThat(register.recipient("234150000000104").msisdn()).isEqualTo("447700900104");
    }
}
