// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.JsonBody;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.management.ManagementApi;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.Pages;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.StateChange;
import io.vmnhub.numbering.StatesInForce;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * {@code /applications}: those that own numbers or have got messages, with what became of these; {@code POST
 * /applications/{application}/test-messages} sends one a message that no SMSC has sent.
 */
final class ApplicationsResource implements ManagementResource {

    private final MessageFeed feed;
    private final NumberPlan numbers;
    private final MeterRegistry metrics;
    private final StatesInForce states;
    private final ApplicationQueues queues;
    private final TestMessages tests;

    ApplicationsResource(
            MessageFeed feed,
            NumberPlan numbers,
            MeterRegistry metrics,
            StatesInForce states,
            ApplicationQueues queues,
            TestMessages tests) {
        this.queues = queues;
        this.states = states;
        this.feed = feed;
        this.numbers = numbers;
        this.metrics = metrics;
        this.tests = tests;
    }

    @Override
    public void mount(Router router) {
        router.get("/applications").handler(this::list);
        router.get("/applications/:application").handler(this::show);
        router.post("/applications/:application/test-messages").handler(this::test);
    }

    private void list(RoutingContext request) {
        ApplicationMeters meters = ApplicationMeters.of(metrics);
        Map<String, Tally> tallies = feed.applications();
        String name = Optional.ofNullable(request.queryParams().get("name")).orElse("");
        Pages.send(request, named(name), application -> form(application, tallies.get(application), meters));
    }

    private void show(RoutingContext request) {
        Pages.send(request, form(known(request)));
    }

    /** The list, and one of it, as they are shown while they change. */
    List<LiveTopic> topics() {
        return List.of(
                LiveTopic.list("applications", this::named, this::forms),
                LiveTopic.parts("application", name -> names().contains(name), this::form));
    }

    /** Those whose names contain a part. */
    private List<String> named(String part) {
        return names().stream().filter(name -> name.contains(part)).toList();
    }

    private List<ObjectNode> forms(List<String> names) {
        ApplicationMeters meters = ApplicationMeters.of(metrics);
        Map<String, Tally> tallies = feed.applications();
        return names.stream().map(name -> form(name, tallies.get(name), meters)).toList();
    }

    private String known(RoutingContext request) {
        String name = request.pathParam("application");
        if (!names().contains(name)) {
            throw ProblemException.of(404, "there is no application " + name);
        }
        return name;
    }

    private void test(RoutingContext request) {
        String application = known(request);
        TestMessageForm form = TestMessageForm.of(JsonBody.of(request));
        ManagementApi.onWorker(
                request,
                false,
                () -> tests.begin(application, form),
                sent -> SentForm.answer(
                        request, sent, ended -> ManagementApi.note(request, "test message " + ended.messageId())));
    }

    private TreeSet<String> names() {
        TreeSet<String> names = new TreeSet<>(feed.applications().keySet());
        names.addAll(numbers.applications());
        return names;
    }

    private ObjectNode form(String name) {
        return form(name, feed.applications().get(name), ApplicationMeters.of(metrics));
    }

    /** @param tally null when it has got no message since the start */
    private ObjectNode form(String name, Tally tally, ApplicationMeters meters) {
        ObjectNode form = Pages.object().put("name", name);
        form.setAll((tally == null ? new Tally() : tally).form(System.currentTimeMillis()));
        form.remove(List.of("mapVersions", "serviceCentres"));
        Optional<StateChange> disabled = states.ofApplication(name);
        form.put("enabled", disabled.isEmpty());
        disabled.ifPresent(change -> form.putObject("disabled")
                .put("by", change.by())
                .put("at", change.at().toString()));
        form.set("queues", queues.of(name, meters));
        ObjectNode store = form.putObject("store");
        meters.stored(name).forEach(counter -> store.put(counter.getId().getTag("outcome"), (long) counter.count()));
        return form;
    }
}
