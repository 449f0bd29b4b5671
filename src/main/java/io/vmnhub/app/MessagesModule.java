// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.cluster.Cluster;
import io.vmnhub.component.store.DeliveryListener;
import io.vmnhub.component.store.JoinedMessages;
import io.vmnhub.component.store.Store;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.config.LiveFiles;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.inbound.JoinedStore;
import io.vmnhub.inbound.LongMessageLimits;
import io.vmnhub.inbound.MessageSteps;
import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.sms.MessageIdentities;
import io.vmnhub.sms.ShortMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * The form of messages: duplicates, long messages and 8-bit data, as {@code applications.yaml} and {@code numbers.yaml}
 * say. What changes in them holds for messages that come later.
 */
final class MessagesModule implements HubModule {

    private MessageSteps steps;
    private JoinedMessages joined;

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        if (!hub.listening()) {
            MessageSteps.bindIdle(context);
            return;
        }
        Path folder = hub.home().folder().resolve(hub.properties().text(HubKey.MESSAGES_FOLDER));
        context.getRegistry()
                .bind("messageIdentities", identities(hub.properties().text(HubKey.MESSAGES_IDENTITY_KEY), folder));
        MessagePolicies policies =
                new MessagePolicies(hub.numbers(), hub.config().messagePolicies());
        context.getRegistry().bind("messagePolicies", policies);
        joined = new JoinedMessages(
                context, context.getRegistry().findSingleByType(Store.class), new CountedDeliveries(() -> steps));
        steps = new MessageSteps(
                context,
                folder,
                policies,
                hub.properties().number(HubKey.DUPLICATES_CAPACITY),
                limits(hub.properties()),
                keeping(joined),
                Optional.ofNullable(context.getRegistry().findSingleByType(Cluster.class)),
                hub.metrics());
        context.getRegistry().bind("messageSteps", steps);
        context.addStartupListener(new AfterStart(started -> {
            hub.live().add(hub.home().config().resolve("applications.yaml"), () -> {
                policies.replace(hub.config().messagePolicies());
                return LiveFiles.Taken.whole("in which form applications get messages");
            });
            joined.resume(whole(hub.config().messagePolicies()));
            steps.moveFormerDeadLetters();
        }));
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext stopping) {
                joined.close(); // while the applications' routes still run
            }
        });
    }

    private static MessageIdentities identities(String configured, Path folder) throws IOException {
        HubKey.MESSAGES_IDENTITY_KEY.problem(configured).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        return new MessageIdentities(IdentityKey.of(configured, folder));
    }

    private static LongMessageLimits limits(HubProperties properties) {
        LongMessageLimits usual = LongMessageLimits.DEFAULT;
        return new LongMessageLimits(
                properties.number(HubKey.LONG_MESSAGES_OPEN),
                usual.parts(),
                usual.undelivered(),
                usual.inProgress(),
                usual.firstRetry(),
                usual.slowestRetry());
    }

    private static Set<String> whole(Map<String, MessagePolicy> policies) {
        return policies.entrySet().stream()
                .filter(entry -> entry.getValue().longMessages() == MessagePolicy.LongMessages.WHOLE)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static JoinedStore keeping(JoinedMessages joined) {
        return new JoinedStore() {
            @Override
            public void store(String application, ShortMessage message, Consumer<Exception> whenEnded) {
                joined.store(application, message, whenEnded);
            }

            @Override
            public void bury(
                    String application,
                    ShortMessage message,
                    String reason,
                    Instant diedAt,
                    Consumer<Exception> whenEnded) {
                joined.bury(application, message, reason, diedAt, whenEnded);
            }
        };
    }

    /** Counts what becomes of joined messages among the long ones. */
    private record CountedDeliveries(Supplier<MessageSteps> steps) implements DeliveryListener {

        @Override
        public void attemptFailed() {
            steps.get().metrics().failed();
        }

        @Override
        public void ended(MessageOutcome outcome) {
            if (outcome == MessageOutcome.DEAD) {
                steps.get().metrics().deadLetter();
            } else {
                steps.get().metrics().delivered();
            }
        }
    }

    @Override
    public void close() {
        if (joined != null) {
            joined.close();
        }
        if (steps != null) {
            steps.close();
            steps = null;
        }
    }
}
