package io.vmnhub;

import io.vmnhub.component.ss7map.AnsweredMessages;
import io.vmnhub.northbound.records.MessageRecord;
import io.vmnhub.northbound.records.RecordFiles;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.ss7.MapAnswer;
import io.vmnhub.ss7.MapInvocation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** The message log: a record of each answer that an SMSC gets to a message. */
final class RecordsPart implements HubPart {

    private RecordFiles files;

    @Override
    public void join(CamelContext context, Surroundings hub) {
        if (!hub.listening() || !hub.properties().isTrue(HubKey.RECORDS_ENABLED)) {
            return;
        }
        files = new RecordFiles(hub.home().folder().resolve(hub.properties().text(HubKey.RECORDS_FOLDER)),
                hub.properties().number(HubKey.RECORDS_DAYS), hub.metrics());
        context.getRegistry().bind("messageRecords", files);
        AnsweredMessages toFiles = (invocation, message, application, answer, reason, took) ->
                files.write(record(invocation, message, application, answer, reason, took));
        context.getRegistry().bind("answeredMessages", AnsweredMessages.class, toFiles);
    }

    private static MessageRecord record(MapInvocation invocation, Optional<ShortMessage> message, String application, MapAnswer answer,
                                        String reason, Duration took) {
        ShortMessage sms = message.orElse(null);
        return new MessageRecord(Instant.now().toString(), "answered", sms == null ? null : sms.id(), application.isEmpty() ? null : application,
                sms == null ? null : sms.originatingAddress().value(), sms == null ? null : sms.destinationAddress().value(),
                sms == null ? null : sms.serviceCentreAddress(), invocation.dialogue().callingGlobalTitle().orElse(null),
                invocation.dialogue().version(), sms == null ? null : sms.deliver().dataCodingScheme().alphabet().name(),
                sms == null ? null : sms.userData().length,
                message.flatMap(ShortMessage::concatenation).map(part -> part.number() + "/" + part.total()).orElse(null),
                answer instanceof MapAnswer.UserError refused ? refused.error().code().errorName() : "result",
                reason.isEmpty() ? null : reason, took.toMillis(), null);
    }

    @Override
    public void close() {
        if (files != null) {
            files.close();
        }
    }
}
