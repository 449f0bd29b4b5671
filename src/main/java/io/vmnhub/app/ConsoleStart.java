// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vertx.core.Vertx;
import io.vmnhub.management.Sessions;
import io.vmnhub.management.console.Console;
import io.vmnhub.management.console.MessageFeed;
import io.vmnhub.management.console.Overview;
import io.vmnhub.management.console.OverviewHistory;
import io.vmnhub.management.console.TestMessages;
import io.vmnhub.screening.RulesInForce;
import io.vmnhub.ss7.Ss7Stack;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** Brings together what the console shows. */
final class ConsoleStart {

    private ConsoleStart() {}

    static Console console(
            Vertx vertx, CamelContext context, HubModule.HubContext hub, Ss7Stack stack, Sessions sessions) {
        MessageFeed feed = context.getRegistry().findSingleByType(MessageFeed.class);
        RulesInForce rules = context.getRegistry().findSingleByType(RulesInForce.class);
        Console.Sources sources = new Console.Sources(
                feed == null ? new MessageFeed(hub.metrics()) : feed,
                hub.metrics(),
                stack,
                rules.screening(),
                hub.numbers(),
                new TestMessages(context));
        OverviewHistory history =
                new OverviewHistory(hub.home().data().resolve("console").resolve("overview.history"));
        Overview overview = new Overview(sources.feed(), hub.metrics(), stack, history, () -> problems(context));
        return new Console(vertx, sources, overview, sessions);
    }

    private static List<Overview.Problem> problems(CamelContext context) {
        return HealthCheckHelper.invokeReadiness(context).stream()
                .filter(result -> result.getState() == HealthCheck.State.DOWN)
                .map(result -> new Overview.Problem(
                        result.getCheck().getId(), result.getMessage().orElse("it is down")))
                .toList();
    }
}
