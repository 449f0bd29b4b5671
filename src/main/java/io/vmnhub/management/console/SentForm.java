// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.management.Pages;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The JSON form of what became of a message that an operator has sent. */
final class SentForm {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SentForm() {}

    static ObjectNode of(ApplicationRoutes.Sent sent) {
        ObjectNode form = Pages.object()
                .put("messageId", sent.messageId())
                .put("outcome", sent.outcome().word())
                .put("tookMillis", sent.took().toMillis());
        sent.reason().ifPresent(reason -> form.put("reason", reason));
        form.set("routes", JSON.valueToTree(sent.trail().routes()));
        form.set("sinks", JSON.valueToTree(sent.trail().sinks()));
        return form;
    }

    /**
     * Answers a request when a message has come to its end.
     *
     * @param then called before the answer
     */
    static void answer(
            RoutingContext request,
            CompletableFuture<ApplicationRoutes.Sent> sent,
            Consumer<ApplicationRoutes.Sent> then) {
        sent.whenComplete((ended, failure) -> request.vertx().runOnContext(now -> {
            if (failure == null) {
                then.accept(ended);
                Pages.send(request, of(ended));
            } else {
                request.fail(failure);
            }
        }));
    }
}
