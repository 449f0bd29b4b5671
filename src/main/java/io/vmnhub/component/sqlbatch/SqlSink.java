package io.vmnhub.component.sqlbatch;

import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.sms.ShortMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import javax.sql.DataSource;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.util.TimeUtils;

/**
 * Inserts the message into a table: the processor of {@code kamelet:sql-sink}. Confirmed is what is committed.
 *
 * <p>JDBC blocks, so rows wait in a bounded queue for a few threads that insert them in batches; the route's thread never waits. Without a
 * statement of the enterprise's own the table is the hub's {@code sms_inbox}, whose key is the message id: a message that comes again is
 * confirmed and not doubled.
 */
public final class SqlSink extends AsyncProcessorSupport implements CamelContextAware {

    private static final String INBOX = "/io/vmnhub/component/sqlbatch/insert-into-inbox.sql";

    private final SmsFields fields = new SmsFields();
    private CamelContext camelContext;
    private String dataSource = "dataSource";
    private String statement = "";
    private boolean duplicateIsConfirmed = true;
    private int batchSize = 200;
    private int connections = 2;
    private int queueSize = 5_000;
    private Duration confirmWithin = Duration.ofSeconds(8);
    private List<String> names = List.of();
    private SqlBatches batches;
    private ExecutorService ended;

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        SqlRow row;
        try {
            if (!(exchange.getMessage().getBody() instanceof ShortMessage sms)) {
                throw new NotConfirmedException("sql: the route has replaced the message by another body");
            }
            Object[] values = new Object[names.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = fields.value(names.get(i), sms, exchange);
            }
            row = new SqlRow(values, System.nanoTime() + confirmWithin.toNanos(), failure -> ended(exchange, callback, failure));
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        if (!batches.offer(row)) {
            exchange.setException(new NotConfirmedException("sql: " + queueSize + " rows are waiting for the database"));
            callback.done(true);
            return true;
        }
        return false;
    }

    private void ended(Exchange exchange, AsyncCallback callback, Exception failure) {
        if (failure != null) {
            exchange.setException(failure);
        }
        try {
            ended.execute(() -> callback.done(false)); // what follows in the route may block, and the next batch is waiting
        } catch (RejectedExecutionException e) {
            callback.done(false);
        }
    }

    @Override
    protected void doStart() throws Exception {
        NamedStatement parsed = NamedStatement.parse(statement.isEmpty() ? inbox() : statement);
        TreeSet<String> unknown = new TreeSet<>(parsed.names());
        unknown.removeIf(SmsFields::isKnown);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("sql: the statement names " + unknown + "; there are " + new TreeSet<>(SmsFields.NAMES)
                    + " and headers, as CamelSs7MapImsi");
        }
        names = parsed.names();
        ended = camelContext.getExecutorServiceManager().newFixedThreadPool(this, "sql-confirmed", 2);
        batches = new SqlBatches(CamelContextHelper.mandatoryLookup(camelContext, dataSource, DataSource.class), parsed.sql(), batchSize,
                connections, queueSize, duplicateIsConfirmed);
    }

    private static String inbox() throws IOException {
        try (InputStream file = SqlSink.class.getResourceAsStream(INBOX)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    protected void doStop() {
        if (batches != null) {
            batches.close();
            camelContext.getExecutorServiceManager().shutdown(ended);
        }
    }

    /** The data source's name in the registry; default that of the hub's own database. */
    public void setDataSource(String dataSource) {
        this.dataSource = dataSource;
    }

    /** An insert of the enterprise's own with named parameters, as {@code :text}; empty for the hub's table. */
    public void setStatement(String statement) {
        this.statement = statement == null ? "" : statement.trim();
    }

    /** Whether a row whose key is there already counts as delivered; default true. */
    public void setDuplicateIsConfirmed(boolean duplicateIsConfirmed) {
        this.duplicateIsConfirmed = duplicateIsConfirmed;
    }

    /** Rows in one commit at most; default 200. */
    public void setBatchSize(int batchSize) {
        this.batchSize = batchSize;
    }

    /** Connections, and so batches, at a time; default 2. */
    public void setConnections(int connections) {
        this.connections = connections;
    }

    /** Rows that may wait; default 5,000. */
    public void setQueueSize(int queueSize) {
        this.queueSize = queueSize;
    }

    /** How long a row may wait for its commit to begin, retries included, as {@code 8s}; the default. */
    public void setConfirmWithin(String confirmWithin) {
        this.confirmWithin = Duration.ofMillis(TimeUtils.toMilliSeconds(confirmWithin));
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}
