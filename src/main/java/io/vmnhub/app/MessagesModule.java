// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.FileWatch;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.inbound.LongMessageLimits;
import io.vmnhub.inbound.MessageSteps;
import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.sms.MessageIdentities;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.camel.CamelContext;

/**
 * The form of messages: duplicates, long messages and 8-bit data, as {@code applications.yaml} and {@code numbers.yaml}
 * say. What changes in them holds for messages that come later.
 */
final class MessagesModule implements HubModule {

    private MessageSteps steps;
    private FileWatch watch;

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
        steps = new MessageSteps(
                context,
                folder,
                policies,
                hub.properties().number(HubKey.DUPLICATES_CAPACITY),
                limits(hub.properties()),
                hub.metrics());
        context.getRegistry().bind("messageSteps", steps);
        context.addStartupListener(new AfterStart(started ->
                watch = new FileWatch(hub.home().config().resolve("applications.yaml"), () -> {
                    policies.replace(hub.config().messagePolicies());
                    return "in which form applications get messages";
                })));
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
                usual.slowestRetry(),
                usual.giveUpAfter());
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        if (steps != null) {
            steps.close();
            steps = null;
        }
    }
}
