// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.hlr.CorrelationImsis;
import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberRange;
import io.vmnhub.records.RecordLog;
import io.vmnhub.records.RoutingQuery;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.ss7.MapAnswer;
import io.vmnhub.ss7.MapRequest;
import io.vmnhub.ss7.RoutingParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerRecordsTest {

    private static final String NUMBER = "447700900001";
    private static final String CENTRE = "447785016005";
    private static final String NODE = "447700000001";

    private final RecordLog log = new RecordLog(Optional.empty(), Optional.empty(), new SimpleMeterRegistry());
    private final AnswerRecords records = new AnswerRecords(
            log,
            null,
            new HomeLocationRegister(
                    NumberPlan.of(List.of(NumberRange.single(NUMBER, "234150000000001", "demo"))),
                    NODE,
                    Optional.of(new CorrelationImsis(
                            "234157",
                            Duration.ofHours(1),
                            10,
                            CorrelationImsis.Exhausted.REFUSE,
                            imsi -> false,
                            System::currentTimeMillis))));

    private static GivenInvocation query(RoutingParameters parameters) {
        return new GivenInvocation(
                new MapRequest.SendRoutingInfoForSm(Address.international(NUMBER), true, CENTRE, parameters));
    }

    private Optional<RoutingQuery> noted() {
        return log.queries().last(NUMBER, CENTRE, "447700000100");
    }

    @Test
    void aQueryIsNotedWithTheImsiAndTheNodeOfItsAnswerAndWhichKindOfImsiThatIs() {
        records.queried(
                query(RoutingParameters.NONE), new MapAnswer.Routing("234157000000009", NODE), Duration.ofSeconds(3));
        assertThat(noted()).get().satisfies(query -> {
            assertThat(query.at())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().minusSeconds(2));
            assertThat(query.callingTitle()).isEqualTo("447700000100");
            assertThat(query.answer()).isEqualTo("result");
            assertThat(query.imsi()).isEqualTo("234157000000009");
            assertThat(query.correlation()).isTrue();
            assertThat(query.networkNodeNumber()).isEqualTo(NODE);
        });
        records.queried(query(RoutingParameters.NONE), new MapAnswer.Routing("234150000000001", NODE), Duration.ZERO);
        assertThat(noted()).get().extracting(RoutingQuery::correlation).isEqualTo(false);
    }

    @Test
    void aQueryThatIsRefusedIsNotedWithItsErrorAndOneThatWasNotSentIsTakenBack() {
        GivenInvocation invocation = query(RoutingParameters.NONE);
        Optional<RoutingQuery> query = records.queried(
                invocation,
                new MapAnswer.UserError(MapUserError.of(MapUserError.Code.ABSENT_SUBSCRIBER_SM)),
                Duration.ZERO);
        assertThat(noted()).isEqualTo(query).get().satisfies(refused -> {
            assertThat(refused.answer()).isEqualTo("absentSubscriberSM");
            assertThat(refused.imsi()).isNull();
        });
        records.unsent(invocation, query.orElseThrow());
        assertThat(noted()).isEmpty();
    }

    @Test
    void aQueryThatWantsNoDeliveryIsNotNoted() {
        RoutingParameters curious = new RoutingParameters(
                Optional.of(RoutingParameters.NotIntended.ONLY_IMSI), Optional.empty(), false, Optional.empty(), false);
        assertThat(records.queried(query(curious), new MapAnswer.Routing("234150000000001", "0"), Duration.ZERO))
                .isEmpty();
        assertThat(noted()).isEmpty();
    }
}
