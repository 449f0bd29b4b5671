// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import io.vmnhub.exchange.NotConfirmedException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Inserts a row for each exchange, which ends when the row is committed.
 *
 * <p>JDBC blocks, so rows wait in a bounded queue for a few threads that insert them in batches; the route's thread
 * never waits. The values are evaluated in the route's thread, so that a later step may change the exchange. When the
 * key is the message id or its identity, a message that comes again is confirmed and not doubled.
 */
public class SqlBatchProducer extends DefaultAsyncProducer {

    private static final int COMPLETION_THREADS = 2;

    private final SqlBatchEndpoint endpoint;
    private volatile SqlBatches batches;
    private volatile ExecutorService completions;

    public SqlBatchProducer(SqlBatchEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            SqlRow row = new SqlRow(
                    endpoint.rowValues().of(exchange),
                    System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(endpoint.getConfirmWithin()),
                    failure -> ended(exchange, callback, failure));
            if (batches.offer(row)) {
                return false;
            }
            exchange.setException(new NotConfirmedException(
                    "sql: " + endpoint.getQueueSize() + " rows are waiting for the database"));
        } catch (Exception e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private void ended(Exchange exchange, AsyncCallback callback, Exception failure) {
        if (failure != null) {
            exchange.setException(failure);
        }
        try {
            completions.execute(
                    () -> callback.done(false)); // what follows in the route may block, and the next batch is waiting
        } catch (RejectedExecutionException e) {
            callback.done(false);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        completions = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newFixedThreadPool(this, "sql-confirmed", COMPLETION_THREADS);
        batches = new SqlBatches(
                endpoint.connectionSource(),
                endpoint.batchStatement().sql(),
                endpoint.getBatchSize(),
                endpoint.getConnections(),
                endpoint.getQueueSize(),
                endpoint.isDuplicateIsConfirmed());
    }

    @Override
    protected void doStop() throws Exception {
        if (batches != null) {
            batches.close();
        }
        if (completions != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdown(completions);
        }
        super.doStop();
    }
}
