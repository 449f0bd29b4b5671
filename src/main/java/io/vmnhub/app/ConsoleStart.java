// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vertx.core.Vertx;
import io.vmnhub.broker.Broker;
import io.vmnhub.component.inbox.Inbox;
import io.vmnhub.component.store.Store;
import io.vmnhub.management.Sessions;
import io.vmnhub.management.console.ApplicationQueues;
import io.vmnhub.management.console.ApplicationRoutes;
import io.vmnhub.management.console.Console;
import io.vmnhub.management.console.MessageCopies;
import io.vmnhub.management.console.MessageFeed;
import io.vmnhub.management.console.Overview;
import io.vmnhub.management.console.OverviewHistory;
import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.numbering.StatesInForce;
import io.vmnhub.records.KeptMessages;
import io.vmnhub.records.MessageRecords;
import io.vmnhub.records.RecordLog;
import io.vmnhub.screening.RulesInForce;
import io.vmnhub.ss7.Ss7Stack;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.spi.Registry;

/** Brings together what the console shows. */
final class ConsoleStart {

    private ConsoleStart() {}

    static Console console(
            Vertx vertx, CamelContext context, HubModule.HubContext hub, Ss7Stack stack, Sessions sessions) {
        Registry registry = context.getRegistry();
        MessageFeed feed = Optional.ofNullable(registry.findSingleByType(MessageFeed.class))
                .orElseGet(() -> new MessageFeed(hub.metrics()));
        feed.show();
        RecordLog records = registry.findSingleByType(RecordLog.class);
        Console.Sources sources = new Console.Sources(
                feed,
                hub.metrics(),
                stack,
                registry.findSingleByType(RulesInForce.class).screening(),
                hub.numbers(),
                registry.findSingleByType(StatesInForce.class),
                new ApplicationQueues(registry.findSingleByType(Broker.class)),
                new ApplicationRoutes(context, registry.findSingleByType(MessagePolicies.class)),
                new MessageCopies(
                        feed,
                        Optional.ofNullable(registry.findSingleByType(MessageRecords.class)),
                        Optional.ofNullable(registry.findSingleByType(KeptMessages.class)),
                        registry.findSingleByType(Store.class).deadLetters(),
                        registry.findSingleByType(Inbox.class)),
                records == null ? record -> {} : records);
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
