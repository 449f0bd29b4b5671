// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import io.vertx.ext.web.RoutingContext;
import io.vmnhub.component.inbox.Selection;
import java.time.Duration;

/**
 * Which messages a request asks for.
 *
 * @param selection the application's, all or to one number
 * @param most messages in one batch
 * @param patience how long to wait for the first
 * @param lease how long they are held for the reader
 * @param messagesUrl the collection's URL
 */
record MessageQuery(Selection selection, int most, Duration patience, Duration lease, String messagesUrl) {

    private static final int DEFAULT_BATCH = 10;
    private static final int LONGEST_WAIT = 60;
    private static final int DEFAULT_LEASE = 60;
    private static final int LONGEST_LEASE = 3_600;

    /** @throws ProblemException 400 with the parameter that is wrong, 404 when the registration is not the caller's */
    static MessageQuery of(RoutingContext request, Caller caller) {
        int most = caller.settings().maxBatchSize();
        return new MessageQuery(
                new Selection(caller.application(), number(request, caller), ""),
                whole(request, "maxBatchSize", Math.min(DEFAULT_BATCH, most), 1, most),
                Duration.ofSeconds(whole(request, "wait", 0, 0, LONGEST_WAIT)),
                Duration.ofSeconds(whole(request, "lease", DEFAULT_LEASE, 1, LONGEST_LEASE)),
                url(request));
    }

    String application() {
        return selection.application();
    }

    String number() {
        return selection.number();
    }

    /** A registration is the application's name, for all of its numbers, or one number. */
    static String number(RoutingContext request, Caller caller) {
        String registration = request.pathParam("registrationId");
        if (registration.equals(caller.application())) {
            return "";
        }
        String digits = registration.replaceFirst("^(tel:)?\\+?", "");
        if (!digits.matches("[0-9]{3,15}")) {
            throw ProblemException.of(
                    404,
                    "there is no registration " + registration + "; use the application's name or one of its numbers");
        }
        return digits;
    }

    /** Where a page begins: what the page before has told. */
    static long cursor(RoutingContext request) {
        String text = request.queryParams().get("after");
        if (text != null && !text.matches("[0-9]{1,18}")) {
            throw ProblemException.invalid("after", "after must be what the link to the next page has");
        }
        return text == null ? 0 : Long.parseLong(text);
    }

    static int whole(RoutingContext request, String name, int otherwise, int least, int most) {
        String text = request.queryParams().get(name);
        if (text == null) {
            return otherwise;
        }
        int value = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            throw ProblemException.invalid(name, name + " must be a whole number from " + least + " to " + most);
        }
        return value;
    }

    private static String url(RoutingContext request) {
        String path = request.normalizedPath();
        int end = path.indexOf("/messages");
        return PublicUrl.of(request) + path.substring(0, end) + "/messages";
    }
}
