package io.vmnhub.northbound.sql;

import io.vmnhub.northbound.store.DatabaseSettings;
import java.sql.Statement;

/** A database server of Debian's package, in a process of its own and a folder of its own. */
public interface DatabaseServer extends AutoCloseable {

    /** Starts the server, for the first time or after {@link #kill}. */
    void launch() throws Exception;

    /** Ends the server and its children as kill -9 does. */
    void kill() throws InterruptedException;

    DatabaseSettings settings();

    /** What the server's own command line client prints for {@code sql}: the columns of a row between bars. */
    String client(String sql) throws Exception;

    /** How many transactions wait for a lock, as a query. */
    String waiting();

    /** Makes the transaction of a connection the one that survives a deadlock. */
    void survive(Statement statement) throws Exception;
}
