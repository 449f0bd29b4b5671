// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberRange;
import io.vmnhub.numbering.NumberSettings;
import java.util.List;

/** {@code /numbers}: the ranges, all or an application's, and what the hub knows of one number. */
public final class NumbersResource implements ManagementResource {

    private final NumberPlan numbers;

    public NumbersResource(NumberPlan numbers) {
        this.numbers = numbers;
    }

    @Override
    public void mount(Router router) {
        router.get("/numbers").handler(this::list);
        router.get("/numbers/:number").handler(this::show);
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

    private void show(RoutingContext request) {
        String digits = request.pathParam("number").replaceFirst("^\\+", "");
        if (!digits.matches("[0-9]{3,15}")) {
            throw ProblemException.invalid("number", "number must be 3 to 15 digits");
        }
        numbers.byMsisdn(digits)
                .ifPresentOrElse(
                        vmn -> Pages.send(
                                request,
                                Pages.object()
                                        .put("number", vmn.msisdn())
                                        .put("imsi", vmn.imsi())
                                        .put("application", vmn.application())
                                        .put("tenant", vmn.settings().tenant())
                                        .put("state", vmn.settings().state().word())
                                        .put("hlr", hlr(vmn.settings()))),
                        () -> request.fail(ProblemException.of(404, digits + " is not a number of this hub")));
    }
}
