// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.JsonBody;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.screening.DigitPattern;
import io.vmnhub.screening.ListEntry;
import io.vmnhub.screening.RulesInForce;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * {@code /screening/entries}: the SMSC lists as they are in force, and how operators change them while the hub runs;
 * {@code /screening/changes}: what was changed so, and how it is forgotten.
 */
public final class ScreeningResource implements ManagementResource {

    private static final String PATH = "/screening/entries";
    private static final String CHANGES = "/screening/changes";

    private final RulesInForce rules;

    public ScreeningResource(RulesInForce rules) {
        this.rules = rules;
    }

    @Override
    public void mount(Router router) {
        router.get(PATH)
                .handler(request ->
                        Pages.send(request, List.copyOf(rules.screening().entries()), ScreeningResource::form));
        router.post(PATH).handler(this::add);
        router.delete(PATH + "/:address").handler(this::remove);
        router.get(CHANGES)
                .handler(request -> blocking(
                        request,
                        rules::changes,
                        changes -> Pages.send(request, List.copyOf(changes.entrySet()), ScreeningResource::form)));
        router.delete(CHANGES + "/:address").handler(this::forget);
    }

    private void add(RoutingContext request) {
        ScreeningEntryForm wanted = ScreeningEntryForm.of(JsonBody.of(request));
        ManagementApi.note(request, wanted.colour().word() + " " + wanted.address());
        blocking(request, () -> add(wanted), entry -> {
            request.response()
                    .setStatusCode(201)
                    .putHeader("Location", ManagementApi.PATH + PATH + "/" + entry.address());
            Pages.send(request, form(entry));
        });
    }

    private ListEntry add(ScreeningEntryForm wanted) throws IOException {
        try {
            return rules.add(wanted.colour(), wanted.address(), wanted.comment(), wanted.expires());
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("address", e.getMessage());
        }
    }

    private void remove(RoutingContext request) {
        DigitPattern address = ScreeningEntryForm.address(request.pathParam("address"));
        blocking(request, () -> rules.remove(address), listed -> {
            if (listed) {
                request.response().setStatusCode(204).end();
            } else {
                request.fail(ProblemException.of(404, address + " is on no list"));
            }
        });
    }

    private void forget(RoutingContext request) {
        DigitPattern address = ScreeningEntryForm.address(request.pathParam("address"));
        blocking(request, () -> rules.forget(address), changed -> {
            if (changed) {
                request.response().setStatusCode(204).end();
            } else {
                request.fail(ProblemException.of(404, "nothing was changed about " + address));
            }
        });
    }

    /** Changes are on the disk before they are answered: on a worker, one at a time. */
    private static <T> void blocking(RoutingContext request, Callable<T> work, Consumer<T> answer) {
        ManagementApi.onWorker(request, true, work, answer);
    }

    private static ObjectNode form(Map.Entry<DigitPattern, Optional<ListEntry>> change) {
        ObjectNode form = Pages.object()
                .put("address", change.getKey().toString())
                .put("change", change.getValue().isPresent() ? "added" : "removed");
        change.getValue().ifPresent(entry -> form.set("entry", form(entry)));
        return form;
    }

    private static ObjectNode form(ListEntry entry) {
        ObjectNode form = Pages.object()
                .put("colour", entry.colour().word())
                .put("address", entry.address().toString())
                .put("comment", entry.comment())
                .put("source", entry.file());
        entry.expires().ifPresent(time -> form.put("expires", time.toString()));
        if (entry.line() > 0) {
            form.put("line", entry.line());
        }
        return form;
    }
}
