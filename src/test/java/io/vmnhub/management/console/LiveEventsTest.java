// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.management.Operator.Role;
import io.vmnhub.management.Pages;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveEventsTest {

    private final AtomicInteger state = new AtomicInteger();
    private final AtomicInteger rendered = new AtomicInteger();

    private final LiveEvents events = new LiveEvents(List.of(
            LiveTopic.state("overview", () -> {
                rendered.incrementAndGet();
                return Pages.object().put("state", state.get());
            }),
            LiveTopic.list(
                    "applications",
                    part -> IntStream.range(0, 500)
                            .mapToObj(i -> "app" + i)
                            .filter(name -> name.contains(part))
                            .toList(),
                    names -> {
                        rendered.addAndGet(names.size());
                        return names.stream()
                                .map(name -> Pages.object().put("name", name))
                                .toList();
                    }),
            LiveTopic.parts(
                    "application",
                    name -> name.equals("demo"),
                    name -> Pages.object().put("name", name))));

    private LiveEvents.Subject subject(String name) {
        return events.subject(Role.OPERATOR, name).orElseThrow();
    }

    @Test
    void whatNobodyListensToIsNotMade() {
        assertThat(events.round(Set.of())).isEmpty();
        assertThat(rendered).hasValue(0);
    }

    @Test
    void anEventIsMadeOnceForAllAndIsTheSameUntilSomethingChanges() {
        LiveEvents.Subject overview = subject("overview");
        LiveEvents.Event first = events.round(Set.of(overview)).get(overview);
        assertThat(rendered).hasValue(1);
        assertThat(first.octets().toString()).isEqualTo("event: overview\ndata: {\"state\":0}\n\n");
        assertThat(events.round(Set.of(overview)).get(overview)).isSameAs(first);
        state.incrementAndGet();
        assertThat(events.round(Set.of(overview)).get(overview)).isNotSameAs(first);
    }

    @Test
    void ofALongListOnlyWhatIsSentIsMade() {
        LiveEvents.Subject all = subject("applications");
        Map<LiveEvents.Subject, LiveEvents.Event> round = events.round(Set.of(all));
        assertThat(rendered).hasValue(LiveTopic.MOST_LISTED);
        assertThat(round.get(all).octets().toString())
                .contains("\"total\":500", "app199\"")
                .doesNotContain("app200\"");
    }

    @Test
    void aPartOfATopicIsSentUnderTheTopicsName() {
        LiveEvents.Subject few = subject("applications:49");
        LiveEvents.Subject demo = subject("application:demo");
        Map<LiveEvents.Subject, LiveEvents.Event> round = events.round(Set.of(few, demo));
        assertThat(round.get(few).octets().toString())
                .startsWith("event: applications\n")
                .contains("\"total\":15");
        assertThat(round.get(demo).octets().toString()).startsWith("event: application\n");
    }

    @Test
    void whatThereIsNotCannotBeListenedTo() {
        assertThat(events.subject(Role.VIEWER, "nothing")).isEmpty();
        assertThat(events.subject(Role.VIEWER, "application")).isEmpty();
        assertThat(events.subject(Role.VIEWER, "application:other")).isEmpty();
        assertThat(events.subject(Role.VIEWER, "overview:part")).isEmpty();
    }
}
