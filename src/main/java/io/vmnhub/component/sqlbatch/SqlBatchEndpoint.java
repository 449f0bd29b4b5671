// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import javax.sql.DataSource;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Insert messages into a table of a database, the rows of many messages in one commit. */
@UriEndpoint(
        firstVersion = "4.17.0",
        scheme = "sql-batch",
        title = "SQL Batch",
        syntax = "sql-batch:statement",
        producerOnly = true,
        category = {Category.DATABASE})
public class SqlBatchEndpoint extends DefaultEndpoint {

    private static final String HUB_DATABASE = "dataSource";

    @UriPath
    @Metadata(
            required = true,
            supportFileReference = true,
            largeInput = true,
            inputLanguage = "sql",
            description = "The insert, with parameters as camel-sql writes them, or file: or classpath: and where it "
                    + "is. The word inbox stands for "
                    + "the hub's own table sms_inbox.")
    private final String statement;

    @UriParam(description = "The data source, as #name. Without, the component's, which is the hub's own database.")
    private DataSource dataSource;

    @UriParam(
            defaultValue = "true",
            description = "Whether a row that breaks a unique key counts as delivered: right when the key is the "
                    + "message id or its identity.")
    private boolean duplicateIsConfirmed = true;

    @UriParam(defaultValue = "200", description = "Rows in one commit at most.")
    private int batchSize = 200;

    @UriParam(defaultValue = "2", description = "Commits at a time, each with a thread and a connection.")
    private int connections = 2;

    @UriParam(defaultValue = "5000", description = "Rows that may wait; beyond that a message fails at once.")
    private int queueSize = 5_000;

    @UriParam(
            defaultValue = "8s",
            javaType = "java.time.Duration",
            description = "How long a row may wait for its commit, further attempts included.")
    private long confirmWithin = 8_000;

    private final BatchStatement batchStatement;
    private final RowValues rowValues;

    SqlBatchEndpoint(String uri, SqlBatchComponent component, String statement, BatchStatement batchStatement) {
        super(uri, component);
        this.statement = statement;
        this.batchStatement = batchStatement;
        this.rowValues = new RowValues(batchStatement.parameters());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("sql-batch: only inserts; a route that reads a table begins with sql:");
    }

    @Override
    public Producer createProducer() {
        return new SqlBatchProducer(this);
    }

    /** The connections: the endpoint's, the component's, the hub's, or the only ones that the registry has. */
    DataSource connectionSource() {
        DataSource chosen = dataSource != null ? dataSource : getComponent().getDataSource();
        chosen = chosen != null
                ? chosen
                : getCamelContext().getRegistry().lookupByNameAndType(HUB_DATABASE, DataSource.class);
        chosen = chosen != null ? chosen : getCamelContext().getRegistry().findSingleByType(DataSource.class);
        if (chosen == null) {
            throw new IllegalStateException(
                    "sql-batch: there is no data source; name one that is bound in the registry, as dataSource=#acme");
        }
        return chosen;
    }

    BatchStatement batchStatement() {
        return batchStatement;
    }

    RowValues rowValues() {
        return rowValues;
    }

    @Override
    public SqlBatchComponent getComponent() {
        return (SqlBatchComponent) super.getComponent();
    }

    public String getStatement() {
        return statement;
    }

    public DataSource getDataSource() {
        return dataSource;
    }

    public void setDataSource(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    public boolean isDuplicateIsConfirmed() {
        return duplicateIsConfirmed;
    }

    public void setDuplicateIsConfirmed(boolean duplicateIsConfirmed) {
        this.duplicateIsConfirmed = duplicateIsConfirmed;
    }

    public int getBatchSize() {
        return batchSize;
    }

    public void setBatchSize(int batchSize) {
        this.batchSize = atLeastOne("batchSize", batchSize);
    }

    public int getConnections() {
        return connections;
    }

    public void setConnections(int connections) {
        this.connections = atLeastOne("connections", connections);
    }

    public int getQueueSize() {
        return queueSize;
    }

    public void setQueueSize(int queueSize) {
        this.queueSize = atLeastOne("queueSize", queueSize);
    }

    public long getConfirmWithin() {
        return confirmWithin;
    }

    public void setConfirmWithin(long confirmWithin) {
        this.confirmWithin = confirmWithin;
    }

    private static int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("sql-batch: " + option + " is " + value + ", and must be at least 1");
        }
        return value;
    }
}
