// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import io.vmnhub.screening.Explanation;
import io.vmnhub.sms.MessageIdGenerator;
import java.util.concurrent.CompletableFuture;

/** Sends applications messages that no SMSC has sent. Thread-safe. */
final class TestMessages {

    private final MessageIdGenerator ids = new MessageIdGenerator();
    private final ApplicationRoutes routes;

    TestMessages(ApplicationRoutes routes) {
        this.routes = routes;
    }

    /** @return what became of it; nobody waits for that */
    CompletableFuture<ApplicationRoutes.Sent> begin(String application, TestMessageForm form) throws Exception {
        return routes.send(
                application, Explanation.message(ids.next(), form.smsc(), form.from(), form.to(), form.text(), 0));
    }
}
