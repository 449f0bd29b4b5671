// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.hlr.Alerts;
import io.vmnhub.hlr.ApplicationState;
import io.vmnhub.hlr.ApplicationStates;
import io.vmnhub.hlr.MessageWaiting;
import io.vmnhub.hlr.MessageWaitingData;
import io.vmnhub.hlr.WaitingCentre;
import io.vmnhub.numbering.NumberPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code /waiting}: the message waiting data, all, {@code ?application=} or {@code ?number=}; {@code DELETE
 * /waiting/{number}} forgets a number's. {@code POST /applications/{application}/alert} alerts the service centres that
 * wait for an application, and {@code GET /applications/{application}/state} says whether it can receive.
 */
public final class WaitingResource implements ManagementResource {

    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;
    private static final int MOST_LISTED = 10_000;

    private final NumberPlan numbers;
    private final MessageWaitingData waiting;
    private final Alerts alerts;
    private final ApplicationStates states;

    public WaitingResource(NumberPlan numbers, MessageWaitingData waiting, Alerts alerts, ApplicationStates states) {
        this.states = states;
        this.numbers = numbers;
        this.waiting = waiting;
        this.alerts = alerts;
    }

    @Override
    public void mount(Router router) {
        router.get("/waiting").handler(this::list);
        router.delete("/waiting/:number").handler(this::forget);
        router.post("/applications/:application/alert").handler(this::alert);
        router.get("/applications/:application/state").handler(this::state);
    }

    private void list(RoutingContext request) {
        String application = request.queryParams().get("application");
        Optional<String> number =
                Optional.ofNullable(request.queryParams().get("number")).map(text -> text.replaceFirst("^[+ ]", ""));
        List<MessageWaiting> found = number.map(one -> waiting.of(one).stream())
                .orElseGet(
                        () -> application == null ? waiting.all().stream() : waiting.waitingFor(application).stream())
                .filter(one -> application == null || one.application().equals(application))
                .limit(MOST_LISTED)
                .sorted(Comparator.comparing(MessageWaiting::msisdn))
                .toList();
        Operator.Role reader = ManagementApi.operator(request).role();
        Pages.send(request, found, one -> form(one, reader));
    }

    private static ObjectNode form(MessageWaiting one, Operator.Role reader) {
        ObjectNode form = Pages.object()
                .put("number", reader.visible(one.msisdn()))
                .put("application", one.application())
                .put("notReachable", one.notReachable())
                .put("memoryCapacityExceeded", one.memoryCapacityExceeded());
        ArrayNode centres = form.putArray("serviceCentres");
        for (WaitingCentre centre : one.centres()) {
            centres.addObject()
                    .put("address", centre.address())
                    .put("version", centre.version())
                    .put("since", centre.since().toString())
                    .put("until", centre.until().toString());
        }
        return form;
    }

    private void forget(RoutingContext request) {
        String number = request.pathParam("number").replaceFirst("^\\+", "");
        if (waiting.of(number).isEmpty()) {
            request.fail(ProblemException.of(404, "nobody waits for " + number));
            return;
        }
        waiting.forget(number);
        request.response().setStatusCode(NO_CONTENT).end();
    }

    private boolean known(RoutingContext request, String application) {
        boolean known = numbers.applications().contains(application) || waiting.isWaiting(application);
        if (!known) {
            request.fail(ProblemException.of(404, "no number belongs to an application " + application));
        }
        return known;
    }

    private int alerts(String application) {
        return waiting.waitingFor(application).stream()
                .mapToInt(one -> one.centres().size())
                .sum();
    }

    private void state(RoutingContext request) {
        String application = request.pathParam("application");
        if (known(request, application)) {
            ApplicationState state = states.of(application);
            ObjectNode form = Pages.object()
                    .put("application", application)
                    .put("state", state.kind().name().toLowerCase(Locale.ROOT))
                    .put("why", state.why())
                    .put("serviceCentres", alerts(application));
            state.until().ifPresent(until -> form.put("until", until.toString()));
            Pages.send(request, form);
        }
    }

    private void alert(RoutingContext request) {
        String application = request.pathParam("application");
        if (!known(request, application)) {
            return;
        }
        int due = alerts(application);
        alerts.available(application, "an operator says so");
        request.response().setStatusCode(ACCEPTED);
        Pages.send(request, Pages.object().put("application", application).put("alerts", due));
    }
}
