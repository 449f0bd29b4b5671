// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.exchange.SinkMetrics;
import io.vmnhub.management.console.MessageFeed;
import io.vmnhub.records.KeptMessages;
import io.vmnhub.records.MessageRecords;
import io.vmnhub.records.RecordLog;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The message log: a record of each answer that an SMSC gets to a message, bound as {@code recordLog}, and with the
 * table the search in it, bound as {@code messageRecords}; whole messages, where they are kept, as
 * {@code keptMessages}.
 */
public final class RecordsModule implements HubModule {

    private static final Logger LOG = LoggerFactory.getLogger(RecordsModule.class);
    private static final int MEGABYTE = 20;

    private RecordLog log;
    private KeptMessages kept;

    @Override
    public void join(CamelContext context, HubContext hub) {
        HubProperties properties = hub.properties();
        boolean files = properties.isTrue(HubKey.RECORDS_ENABLED);
        boolean sql = properties.isTrue(HubKey.RECORDS_SQL);
        if (!hub.listening()) {
            return;
        }
        context.getCamelContextExtension().addContextPlugin(SinkMetrics.class, new SinkMetrics(hub.metrics()));
        RecordLog.watch(context);
        boolean texts = properties.isTrue(HubKey.RECORDS_TEXTS);
        if (!files && !sql) {
            if (texts) {
                LOG.warn(
                        "{} has no effect: without {} or {} no message is noted",
                        HubKey.RECORDS_TEXTS.key(),
                        HubKey.RECORDS_ENABLED.key(),
                        HubKey.RECORDS_SQL.key());
            }
            return;
        }
        DataSource dataSource = context.getRegistry().lookupByNameAndType("dataSource", DataSource.class);
        BooleanSupplier turn = DatabaseTurn.of(context, hub);
        log = new RecordLog(
                files
                        ? Optional.of(new RecordLog.Files(
                                hub.home().folder().resolve(properties.text(HubKey.RECORDS_FOLDER)),
                                properties.number(HubKey.RECORDS_DAYS),
                                (long) properties.number(HubKey.RECORDS_MAX_MEGABYTES) << MEGABYTE))
                        : Optional.empty(),
                sql
                        ? Optional.of(new RecordLog.Table(dataSource, properties.number(HubKey.RECORDS_SQL_DAYS), turn))
                        : Optional.empty(),
                hub.metrics());
        MessageFeed feed = new MessageFeed(hub.metrics());
        log.follow(feed);
        context.getRegistry().bind("messageFeed", feed);
        context.getRegistry().bind("recordLog", log);
        if (texts) {
            kept = new KeptMessages(
                    dataSource, Duration.ofDays(properties.number(HubKey.RECORDS_TEXT_DAYS)), hub.metrics(), turn);
            context.getRegistry().bind("keptMessages", kept);
        }
        if (sql) {
            context.getRegistry().bind("messageRecords", new MessageRecords(dataSource));
        }
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
        if (kept != null) {
            kept.close();
        }
    }
}
