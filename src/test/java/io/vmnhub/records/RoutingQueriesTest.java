// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoutingQueriesTest {

    private static final String NUMBER = "447700900123";
    private static final String CENTRE = "447785016005";

    private final AtomicLong nanos = new AtomicLong();
    private final RoutingQueries queries = new RoutingQueries(nanos::get);

    private static RoutingQuery asked(String title, String answer) {
        return new RoutingQuery(Samples.NOON, title, answer, null, false, null);
    }

    @Test
    void theLastQueryOfAnSmscForANumberIsKnownWhicheverTitleItSendsBy() {
        queries.answered(NUMBER, CENTRE, asked("447785016006", "absentSubscriberSM"));
        queries.answered(NUMBER, CENTRE, asked("447785016007", "result"));
        assertThat(queries.last(NUMBER, CENTRE, "447785016008"))
                .get()
                .extracting(RoutingQuery::callingTitle, RoutingQuery::answer)
                .containsExactly("447785016007", "result");
        assertThat(queries.last(NUMBER, "447785016009", "447785016007")).isEmpty();
        assertThat(queries.last("447700900124", CENTRE, "447785016007")).isEmpty();
    }

    @Test
    void anSmscThatNamesNoServiceCentreIsKnownByItsTitle() {
        queries.answered(NUMBER, "", asked("447785016006", "result"));
        assertThat(queries.last(NUMBER, "", "447785016006")).isPresent();
        assertThat(queries.last(NUMBER, "", null)).isEmpty();
    }

    @Test
    void aQueryWhoseAnswerWasNotSentIsForgottenUnlessTheSmscHasAskedAgain() {
        RoutingQuery unheard = asked("447785016006", "result");
        queries.answered(NUMBER, CENTRE, unheard);
        queries.unsent(NUMBER, CENTRE, unheard);
        assertThat(queries.last(NUMBER, CENTRE, null)).isEmpty();
        queries.answered(NUMBER, CENTRE, asked("447785016006", "systemFailure"));
        queries.unsent(NUMBER, CENTRE, unheard);
        assertThat(queries.last(NUMBER, CENTRE, null)).isPresent();
    }

    @Test
    void aQueryIsForgottenAfterAnHour() {
        queries.answered(NUMBER, CENTRE, asked("447785016006", "result"));
        nanos.set(RoutingQueries.KEPT.minusSeconds(1).toNanos());
        assertThat(queries.last(NUMBER, CENTRE, null)).isPresent();
        nanos.set(RoutingQueries.KEPT.plus(Duration.ofSeconds(1)).toNanos());
        assertThat(queries.last(NUMBER, CENTRE, null)).isEmpty();
    }

    @Test
    void aRecordSaysNothingOfItInALogLine() {
        assertThat(Samples.QUERY).hasToString("RoutingQuery result");
    }
}
