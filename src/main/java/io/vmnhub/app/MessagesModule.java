// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.ApplicationSettings;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.exchange.SmsHeaders;
import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.inbound.FinalRefusals;
import io.vmnhub.inbound.LongMessageLimits;
import io.vmnhub.inbound.MessageForms;
import io.vmnhub.inbound.MessageSettings;
import io.vmnhub.inbound.MessageSteps;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberRange;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.MessageIdentities;
import io.vmnhub.sms.ShortMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The form of messages: duplicates, long messages and 8-bit data, as {@code applications.yaml} and {@code numbers.yaml}
 * say.
 */
final class MessagesModule implements HubModule {

    private MessageSteps steps;

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        if (!hub.listening()) {
            MessageSteps.bindIdle(context);
            return;
        }
        Path folder = hub.home().folder().resolve(hub.properties().text(HubKey.MESSAGES_FOLDER));
        context.getRegistry()
                .bind("messageIdentities", identities(hub.properties().text(HubKey.MESSAGES_IDENTITY_KEY), folder));
        Map<String, ApplicationSettings> applications = hub.config().applications();
        Duration longest = Stream.concat(
                        Stream.of(MessageSettings.DEFAULT),
                        applications.values().stream().map(ApplicationSettings::messages))
                .map(MessageSettings::duplicatesWithin)
                .max(Duration::compareTo)
                .orElseThrow();
        steps = new MessageSteps(
                context,
                folder,
                new Forms(applications, hub.numbers()),
                hub.properties().number(HubKey.DUPLICATES_CAPACITY),
                longest,
                limits(hub.properties()),
                hub.metrics());
        context.getRegistry().bind("messageSteps", steps);
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
        if (steps != null) {
            steps.close();
            steps = null;
        }
    }

    /** What the steps need of the other rooms. */
    private record Forms(Map<String, ApplicationSettings> applications, NumberPlan numbers) implements MessageForms {

        @Override
        public MessageSettings settings(String application, ShortMessage message) {
            ApplicationSettings found = applications.get(application);
            MessageSettings settings = found == null ? MessageSettings.DEFAULT : found.messages();
            return numbers.rangeOf(message.destinationAddress().value())
                    .flatMap(NumberRange::eightBit)
                    .map(settings::withEightBit)
                    .orElse(settings);
        }

        @Override
        public void write(ShortMessage shortMessage, Message message) {
            SmsHeaders.write(shortMessage, message);
        }

        @Override
        public boolean acknowledged(Exchange ended) {
            return ended.getProperty(Ss7MapConstants.NO_ANSWER) == null;
        }

        @Override
        public boolean isFinal(Exception failure) {
            return FinalRefusals.contain(failure);
        }

        @Override
        public Exception unreadable(String reason) {
            return new MapUserErrorException(
                    MapUserError.deliveryFailure(MapUserError.DeliveryFailureCause.EQUIPMENT_PROTOCOL_ERROR), reason);
        }
    }
}
