// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.JsonBody;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.management.ManagementApi;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.Pages;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberState;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.screening.Explanation;
import io.vmnhub.screening.Screening;
import io.vmnhub.screening.Sender;
import io.vmnhub.sms.MapUserError;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code POST /screening/explain}: what screening would do with a message, and why, as {@code vmn-hub explain} tells;
 * {@code /screening/limits}: the rate limits.
 */
final class ExplainResource implements ManagementResource {

    private final Screening screening;
    private final NumberPlan numbers;

    ExplainResource(Screening screening, NumberPlan numbers) {
        this.screening = screening;
        this.numbers = numbers;
    }

    @Override
    public void mount(Router router) {
        router.post("/screening/explain").handler(this::explain);
        router.get("/screening/limits")
                .handler(request -> Pages.send(
                        request,
                        screening.rules().limits(),
                        limit -> Pages.object()
                                .put("name", limit.name())
                                .put("rule", "limit." + limit.name())
                                .put("per", limit.per().toString())
                                .put("operation", limit.operation().name().toLowerCase(Locale.ROOT))
                                .put("rate", limit.rate().toString())
                                .put("outcome", limit.outcome().toString())));
    }

    private void explain(RoutingContext request) {
        JsonNode body = JsonBody.of(request);
        TestMessageForm form = TestMessageForm.of(body);
        if (form.smsc().isEmpty()) {
            throw ProblemException.invalid("smsc", "smsc must be the calling global title, 3 to 15 digits");
        }
        JsonNode unsolicited = body.path("unsolicited");
        if (!unsolicited.isMissingNode() && !unsolicited.isBoolean()) {
            throw ProblemException.invalid("unsolicited", "unsolicited must be true or false");
        }
        Vmn number = numbers.byMsisdn(form.to())
                .orElseThrow(() -> ProblemException.invalid(
                        "to",
                        form.to() + " is not a number of this hub: a query for it is answered with unknownSubscriber"));
        ManagementApi.onWorker(
                request,
                false,
                () -> new Explanation(screening.rules())
                        .of(
                                new Sender(Optional.of(form.smsc()), form.smsc()),
                                number.application(),
                                Explanation.message("explained", form.smsc(), form.from(), form.to(), form.text(), 0),
                                unsolicited.asBoolean()),
                steps -> Pages.send(request, form(number, steps)));
    }

    private static ObjectNode form(Vmn number, List<Explanation.Step> steps) {
        ObjectNode form = Pages.object().put("application", number.application());
        ArrayNode list = form.putArray("steps");
        HomeLocationRegister.refusal(number)
                .ifPresent(refusal -> list.addObject()
                        .put("about", "number")
                        .put("rule", "")
                        .put("finding", answers(number.settings().state(), refusal.error())));
        steps.forEach(step -> list.addObject()
                .put("about", step.about())
                .put("rule", step.rule())
                .put("finding", step.finding()));
        return form;
    }

    private static String answers(NumberState state, MapUserError refusal) {
        return "is " + state.word() + ", so that a query that passes is answered with "
                + refusal.code().errorName() + ", a message with "
                + refusal.forMtForwardSm().code().errorName();
    }
}
