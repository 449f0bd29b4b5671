package io.vmnhub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.northbound.management.ManagementResource;
import io.vmnhub.northbound.management.Pages;
import io.vmnhub.northbound.rest.ProblemException;
import io.vmnhub.northbound.store.DeadLetter;
import io.vmnhub.northbound.store.DeadLetters;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** {@code /applications/{application}/dead-letters}: what could not be delivered in store mode, brought back or thrown away, the oldest first. */
final class DeadLettersResource implements ManagementResource {

    private static final String PATH = "/applications/:application/dead-letters";
    private static final int MOST = 1_000;

    private final DeadLetters deadLetters;

    DeadLettersResource(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    @Override
    public void mount(Router router) {
        router.get(PATH).handler(request -> blocking(request, () -> deadLetters.list(application(request), MOST),
                letters -> Pages.send(request, letters, DeadLettersResource::form)));
        router.post(PATH + "/replay").handler(request -> some(request, "replayed", most -> deadLetters.replay(application(request), most)));
        router.post(PATH + "/discard").handler(request -> some(request, "discarded", most -> deadLetters.discard(application(request), most)));
    }

    private interface Change {
        int of(int most) throws Exception;
    }

    private static void some(RoutingContext request, String name, Change change) {
        String text = request.queryParams().get("most");
        int most = text != null && text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (most < 1 || most > MOST) {
            throw ProblemException.invalid("most", "most must be a whole number from 1 to " + MOST);
        }
        blocking(request, () -> change.of(most), count -> Pages.send(request, Pages.object().put(name, count)));
    }

    private static String application(RoutingContext request) {
        String application = request.pathParam("application");
        if (!application.matches("[A-Za-z0-9_.-]{1,64}")) {
            throw ProblemException.invalid("application", "application must be an application's name");
        }
        return application;
    }

    /** The broker is asked on a worker, one request at a time. */
    private static <T> void blocking(RoutingContext request, Callable<T> work, Consumer<T> answer) {
        request.vertx().executeBlocking(work, true).onFailure(request::fail).onSuccess(answer::accept);
    }

    private static ObjectNode form(DeadLetter letter) {
        return Pages.object().put("messageId", letter.messageId()).put("reason", letter.reason()).put("attempts", letter.attempts())
                .put("storedAt", letter.storedAt().toString()).put("diedAt", letter.diedAt().toString());
    }
}
