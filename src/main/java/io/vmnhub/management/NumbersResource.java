// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.JsonBody;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.hlr.Alerts;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberRange;
import io.vmnhub.numbering.NumberSettings;
import io.vmnhub.numbering.NumberState;
import io.vmnhub.numbering.StateChange;
import io.vmnhub.numbering.StatesInForce;
import io.vmnhub.numbering.Vmn;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code /numbers}: the ranges, all or an application's, and what the hub knows of one number, which {@code /imsis}
 * finds by its IMSI. {@code /numbers/{number}/state} and {@code /applications/{application}/disable} change which
 * numbers can receive, until that is taken back.
 */
public final class NumbersResource implements ManagementResource {

    private final NumberPlan numbers;
    private final StatesInForce states;
    private final Alerts alerts;

    public NumbersResource(NumberPlan numbers, StatesInForce states, Alerts alerts) {
        this.numbers = numbers;
        this.states = states;
        this.alerts = alerts;
    }

    @Override
    public void mount(Router router) {
        router.get("/numbers").handler(this::list);
        router.get("/numbers/changes").handler(this::changes);
        router.get("/numbers/:number").handler(request -> Pages.send(request, form(number(request))));
        router.get("/imsis/:imsi").handler(this::byImsi);
        router.put("/numbers/:number/state").handler(this::change);
        router.delete("/numbers/:number/state").handler(this::takeBack);
        router.post("/applications/:application/disable").handler(request -> ofApplication(request, states::disable));
        router.post("/applications/:application/enable").handler(request -> ofApplication(request, states::enable));
    }

    private void list(RoutingContext request) {
        String application = request.queryParams().get("application");
        List<NumberRange> ranges = numbers.ranges().stream()
                .filter(range -> application == null || range.application().equals(application))
                .toList();
        Pages.send(request, ranges, NumbersResource::form);
    }

    private static ObjectNode form(NumberRange range) {
        return Pages.object()
                .put("from", range.from())
                .put("to", range.to())
                .put("firstImsi", range.firstImsi())
                .put("application", range.application())
                .put("tenant", range.settings().tenant())
                .put("state", range.settings().state().word())
                .put("hlr", hlr(range.settings()))
                .put("size", range.size());
    }

    private static String hlr(NumberSettings settings) {
        return settings.hlr() == NumberSettings.Hlr.OWN ? "own" : "external";
    }

    private void changes(RoutingContext request) {
        List<Map.Entry<String, StateChange>> changed = List.copyOf(new TreeMap<>(states.numbers()).entrySet());
        Pages.send(
                request,
                changed,
                one -> form(one.getValue())
                        .put("number", one.getKey())
                        .put("state", one.getValue().state().word()));
    }

    /** Who has changed something, and when. */
    static ObjectNode form(StateChange change) {
        return Pages.object().put("by", change.by()).put("at", change.at().toString());
    }

    private Vmn number(RoutingContext request) {
        String digits = digits(request, "number");
        return numbers.byMsisdn(digits)
                .orElseThrow(() -> ProblemException.of(404, digits + " is not a number of this hub"));
    }

    private void byImsi(RoutingContext request) {
        String imsi = digits(request, "imsi");
        Pages.send(
                request,
                form(numbers.byImsi(imsi)
                        .orElseThrow(
                                () -> ProblemException.of(404, imsi + " is not the IMSI of a number of this hub"))));
    }

    private static String digits(RoutingContext request, String name) {
        String digits = request.pathParam(name).replaceFirst("^\\+", "");
        if (!digits.matches("[0-9]{3,15}")) {
            throw ProblemException.invalid(name, name + " must be 3 to 15 digits");
        }
        return digits;
    }

    private ObjectNode form(Vmn vmn) {
        ObjectNode form = Pages.object()
                .put("number", vmn.msisdn())
                .put("imsi", vmn.imsi())
                .put("application", vmn.application())
                .put("tenant", vmn.settings().tenant())
                .put("state", vmn.settings().state().word())
                .put("hlr", hlr(vmn.settings()));
        numbers.configured(vmn.msisdn())
                .ifPresent(one ->
                        form.put("configuredState", one.settings().state().word()));
        states.ofNumber(vmn.msisdn()).ifPresent(change -> form.set("changed", form(change)));
        states.ofApplication(vmn.application()).ifPresent(change -> form.set("applicationDisabled", form(change)));
        return form;
    }

    private void change(RoutingContext request) {
        Vmn vmn = number(request);
        NumberState state = NumberState.of(JsonBody.of(request).path("state").asText(""))
                .orElseThrow(() -> ProblemException.invalid("state", "state must be one of " + NumberState.words()));
        String by = ManagementApi.operator(request).name();
        ManagementApi.note(request, state.word());
        ManagementApi.onWorker(
                request,
                true,
                () -> {
                    try {
                        states.number(vmn.msisdn(), state, by);
                    } catch (IllegalArgumentException e) {
                        throw ProblemException.of(409, e.getMessage());
                    }
                    return vmn;
                },
                done -> changed(request));
    }

    private void changed(RoutingContext request) {
        alerts.numbersChanged();
        Pages.send(request, form(number(request)));
    }

    private void takeBack(RoutingContext request) {
        String msisdn = digits(request, "number");
        String by = ManagementApi.operator(request).name();
        ManagementApi.onWorker(request, true, () -> states.takeBack(msisdn, by), taken -> {
            if (!taken) {
                throw ProblemException.of(404, "the state of " + msisdn + " has not been changed");
            }
            alerts.numbersChanged();
            request.response().setStatusCode(204).end();
        });
    }

    private interface ApplicationChange {
        boolean of(String application, String by) throws IOException;
    }

    private void ofApplication(RoutingContext request, ApplicationChange change) {
        String application = request.pathParam("application");
        if (!numbers.applications().contains(application)
                && states.ofApplication(application).isEmpty()) {
            throw ProblemException.of(404, "no number belongs to an application " + application);
        }
        String by = ManagementApi.operator(request).name();
        ManagementApi.onWorker(request, true, () -> change.of(application, by), done -> {
            alerts.numbersChanged();
            Optional<StateChange> disabled = states.ofApplication(application);
            ObjectNode form = Pages.object().put("application", application).put("enabled", disabled.isEmpty());
            disabled.ifPresent(one -> form.set("disabled", form(one)));
            Pages.send(request, form);
        });
    }
}
