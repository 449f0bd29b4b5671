// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.management.ManagementApi;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.Pages;
import io.vmnhub.records.KeptMessage;
import io.vmnhub.records.MessageRecord;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * {@code /messages/{messageId}/resend}: whether a message can be sent to its application again, from where, or why not;
 * POST sends it.
 */
final class ResendResource implements ManagementResource {

    private static final String PATH = "/messages/:messageId/resend";

    private final MessageCopies copies;
    private final ApplicationRoutes routes;
    private final Consumer<MessageRecord> records;

    /** @param records gets a record of each message that was confirmed; must not block */
    ResendResource(MessageCopies copies, ApplicationRoutes routes, Consumer<MessageRecord> records) {
        this.copies = copies;
        this.routes = routes;
        this.records = records;
    }

    @Override
    public void mount(Router router) {
        router.get(PATH)
                .handler(request -> ManagementApi.onWorker(
                        request, false, () -> possible(id(request)), form -> Pages.send(request, form)));
        router.post(PATH).handler(this::send);
    }

    private ObjectNode possible(String id) throws Exception {
        ObjectNode form = Pages.object().put("messageId", id);
        try {
            MessageCopies.Copy copy = copies.find(id);
            return form.put("possible", true)
                    .put("source", copy.source().word())
                    .put("application", copy.application());
        } catch (ProblemException e) {
            return form.put("possible", false).put("reason", e.getMessage());
        }
    }

    private void send(RoutingContext request) {
        String id = id(request);
        ManagementApi.onWorker(
                request,
                true,
                () -> begin(id),
                sent -> SentForm.answer(request, sent.ended(), ended -> {
                    ManagementApi.note(
                            request,
                            "message " + id + " sent again: " + ended.outcome().word());
                    if (sent.byRoute() && ended.outcome() != MessageOutcome.FAILED) {
                        records.accept(MessageRecord.ended(
                                ended.outcome(),
                                id,
                                sent.application(),
                                "sent again by "
                                        + ManagementApi.operator(request).name(),
                                null,
                                ended.trail()));
                    }
                }));
    }

    /** @param byRoute false when its source sends it, and notes what becomes of it */
    private record Begun(String application, boolean byRoute, CompletableFuture<ApplicationRoutes.Sent> ended) {}

    private Begun begin(String id) throws Exception {
        MessageCopies.Copy copy = copies.find(id);
        if (copy.message().isPresent()) {
            KeptMessage kept = copy.message().get();
            return new Begun(copy.application(), true, routes.send(copy.application(), kept.message()));
        }
        copies.again(copy, id);
        return new Begun(
                copy.application(), false, CompletableFuture.completedFuture(ApplicationRoutes.Sent.queued(id)));
    }

    private static String id(RoutingContext request) {
        String id = request.pathParam("messageId");
        if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
            throw ProblemException.of(404, "'" + id + "' is not a message's id");
        }
        return id;
    }
}
