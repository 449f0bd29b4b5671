// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.component.ss7map.AnsweredMessages;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.records.MessageRecord;
import io.vmnhub.records.MessageRecords;
import io.vmnhub.records.RecordLog;
import io.vmnhub.sms.MessageIdGenerator;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.ss7.MapAnswer;
import io.vmnhub.ss7.MapInvocation;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/**
 * The message log: a record of each answer that an SMSC gets to a message, bound as {@code recordLog}, and with the
 * table the search in it, bound as {@code messageRecords}.
 */
public final class RecordsModule implements HubModule {

    private static final int MEGABYTE = 20;

    private final MessageIdGenerator ids = new MessageIdGenerator();
    private RecordLog log;

    @Override
    public void join(CamelContext context, HubContext hub) {
        HubProperties properties = hub.properties();
        boolean files = properties.isTrue(HubKey.RECORDS_ENABLED);
        boolean sql = properties.isTrue(HubKey.RECORDS_SQL);
        if (!hub.listening() || !files && !sql) {
            return;
        }
        DataSource dataSource = context.getRegistry().lookupByNameAndType("dataSource", DataSource.class);
        log = new RecordLog(
                files
                        ? Optional.of(new RecordLog.Files(
                                hub.home().folder().resolve(properties.text(HubKey.RECORDS_FOLDER)),
                                properties.number(HubKey.RECORDS_DAYS),
                                (long) properties.number(HubKey.RECORDS_MAX_MEGABYTES) << MEGABYTE))
                        : Optional.empty(),
                sql
                        ? Optional.of(new RecordLog.Table(dataSource, properties.number(HubKey.RECORDS_SQL_DAYS)))
                        : Optional.empty(),
                hub.metrics());
        RecordLog.watch(context);
        context.getRegistry().bind("recordLog", log);
        if (sql) {
            context.getRegistry().bind("messageRecords", new MessageRecords(dataSource));
        }
        context.getRegistry().bind("answeredMessages", AnsweredMessages.class, new Answers());
    }

    /** Makes a record of each answer. */
    private final class Answers implements AnsweredMessages {

        @Override
        public Answered taken(MapInvocation invocation, Exchange exchange, ShortMessage message, String application) {
            MessageTrail trail = MessageTrail.begin(exchange);
            return (answer, reason, sent, took) -> log.accept(MessageRecord.answered(
                    message.id(),
                    message,
                    application,
                    title(invocation),
                    invocation.dialogue().version(),
                    message.receivedAt(),
                    outcome(answer, trail),
                    name(answer),
                    words(reason, sent),
                    took.toMillis(),
                    trail));
        }

        @Override
        public Answered unreadable(MapInvocation invocation) {
            return (answer, reason, sent, took) -> log.accept(MessageRecord.answered(
                    ids.next(),
                    null,
                    "",
                    title(invocation),
                    invocation.dialogue().version(),
                    Instant.now().minus(took),
                    MessageOutcome.FAILED,
                    name(answer),
                    words(reason, sent),
                    took.toMillis(),
                    null));
        }

        private static String title(MapInvocation invocation) {
            return invocation.dialogue().callingGlobalTitle().orElse(null);
        }

        private static String name(MapAnswer answer) {
            return answer instanceof MapAnswer.UserError refused
                    ? refused.error().code().errorName()
                    : answer instanceof MapAnswer.None ? "none" : "result";
        }

        private static String words(String reason, boolean sent) {
            return reason.isEmpty() && !sent ? "the dialogue had ended before its answer" : reason;
        }

        private static MessageOutcome outcome(MapAnswer answer, MessageTrail trail) {
            if (answer instanceof MapAnswer.UserError) {
                return trail.isRefused() ? MessageOutcome.REFUSED : MessageOutcome.FAILED;
            }
            return answer instanceof MapAnswer.None ? MessageOutcome.UNANSWERED : trail.acknowledged();
        }
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
    }
}
