// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.component.store.DeadLetter;
import io.vmnhub.component.store.DeadLetters;
import io.vmnhub.sms.UtcTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * {@code /applications/{application}/dead-letters}: what could not be delivered, stored messages and long ones: to look
 * at, to bring back, to throw away, one by one or the oldest.
 */
public final class DeadLettersResource implements ManagementResource {

    private static final String PATH = "/applications/:application/dead-letters";
    private static final int MOST = 1_000;

    private final ObjectMapper mapper = new ObjectMapper();
    private final DeadLetters letters;

    public DeadLettersResource(DeadLetters letters) {
        this.letters = letters;
    }

    private static ObjectNode form(DeadLetter letter) {
        ObjectNode form = Pages.object()
                .put("messageId", letter.messageId())
                .put("source", letter.source().word())
                .put("reason", letter.reason())
                .put("storedAt", UtcTime.of(letter.storedAt()))
                .put("diedAt", UtcTime.of(letter.diedAt()));
        return letter.attempts() > 0 ? form.put("attempts", letter.attempts()) : form;
    }

    @Override
    public void mount(Router router) {
        router.get(PATH)
                .handler(request -> blocking(
                        request,
                        () -> letters.list(application(request), MOST),
                        found -> Pages.send(request, found, DeadLettersResource::form)));
        router.post(PATH + "/replay").handler(request -> some(request, "replayed", letters::replay));
        router.post(PATH + "/discard").handler(request -> some(request, "discarded", letters::discard));
        router.get(PATH + "/:messageId")
                .handler(request -> blocking(
                        request, () -> show(application(request), id(request)), form -> sendContent(request, form)));
        router.post(PATH + "/:messageId/replay")
                .handler(request -> blocking(
                        request,
                        () -> one(request, letters::replay),
                        done -> Pages.send(request, Pages.object().put("replayed", 1))));
        router.delete(PATH + "/:messageId")
                .handler(request -> blocking(
                        request,
                        () -> one(request, letters::discard),
                        done -> request.response().setStatusCode(204).end()));
    }

    private ObjectNode show(String application, String id) throws Exception {
        DeadLetters.Content found = letters.find(application, id).orElseThrow(() -> isNotThere(id));
        ObjectNode form = form(found.letter());
        if (found.json()) {
            form.set("shortMessage", mapper.readTree(found.body()));
            return form;
        }
        return form.put("body", found.body());
    }

    /** Who looks at a text is in the audit log; to whom none may be shown, none is. */
    private static void sendContent(RoutingContext request, ObjectNode form) {
        if (ManagementApi.operator(request).role().seesContent()) {
            ManagementApi.note(request, "its text was shown");
        } else {
            form.remove(List.of("shortMessage", "body"));
        }
        Pages.send(request, form);
    }

    private interface ChangeOfOne {
        boolean of(String application, String id) throws Exception;
    }

    private static String one(RoutingContext request, ChangeOfOne change) throws Exception {
        String id = id(request);
        if (!change.of(application(request), id)) {
            throw isNotThere(id);
        }
        return id;
    }

    private interface ChangeOfSome {
        int of(String application, int most) throws Exception;
    }

    private static void some(RoutingContext request, String name, ChangeOfSome change) {
        int most = Pages.whole(request, "most", 0, 1, MOST);
        String application = application(request);
        blocking(request, () -> change.of(application, most), count -> {
            ManagementApi.note(request, count + " " + name);
            Pages.send(request, Pages.object().put(name, count));
        });
    }

    private static String application(RoutingContext request) {
        String application = request.pathParam("application");
        if (!application.matches("(?!\\.+$)[A-Za-z0-9_.-]{1,64}")) {
            throw ProblemException.invalid("application", "application must be an application's name");
        }
        return application;
    }

    private static String id(RoutingContext request) {
        String id = request.pathParam("messageId");
        if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
            throw isNotThere(id);
        }
        return id;
    }

    private static ProblemException isNotThere(String id) {
        return ProblemException.of(404, "there is no dead letter " + id);
    }

    private static <T> void blocking(RoutingContext request, Callable<T> work, Consumer<T> answer) {
        ManagementApi.onWorker(request, true, work, answer);
    }
}
