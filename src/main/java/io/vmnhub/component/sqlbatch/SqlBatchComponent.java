// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.Endpoint;
import org.apache.camel.component.sql.SqlHelper;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code sql-batch} component: rows of many exchanges in one commit. */
@Component("sql-batch")
public class SqlBatchComponent extends DefaultComponent {

    /** The path that stands for the hub's own table. */
    static final String INBOX = "inbox";

    private static final String INSERT_INTO_INBOX = "classpath:io/vmnhub/component/sqlbatch/insert-into-inbox.sql";

    @Metadata(
            description = "The data source of endpoints that name none; without, the bean dataSource, which is the "
                    + "hub's database.")
    private DataSource dataSource;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        String statement =
                getAndRemoveParameter(parameters, "statement", String.class, "").strip();
        statement = statement.isEmpty() ? remaining.strip() : statement;
        SqlBatchEndpoint endpoint = new SqlBatchEndpoint(
                uri,
                this,
                statement,
                BatchStatement.parse(SqlHelper.resolveQuery(
                        getCamelContext(), statement.equals(INBOX) ? INSERT_INTO_INBOX : statement, null)));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    public DataSource getDataSource() {
        return dataSource;
    }

    public void setDataSource(DataSource dataSource) {
        this.dataSource = dataSource;
    }
}
