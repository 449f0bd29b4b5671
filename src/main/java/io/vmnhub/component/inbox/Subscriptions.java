// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import io.vmnhub.database.SqlFile;
import io.vmnhub.database.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

/** The table {@code pull_subscription}, worked on by the inbox's threads. Thread-safe. */
public final class Subscriptions {

    private static final String INTEGRITY_CONSTRAINT_VIOLATION = "23";

    private final Inbox inbox;
    private final SqlFile sql = new SqlFile(Subscriptions.class, "subscriptions.sql");
    private final DataSource dataSource;

    Subscriptions(Inbox inbox, DataSource dataSource) {
        this.inbox = inbox;
        this.dataSource = dataSource;
    }

    /** @return false when there is one with this id already */
    public CompletableFuture<Boolean> add(Subscription subscription) {
        return inbox.work(() -> {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement insert = connection.prepareStatement(sql.get("insert"))) {
                insert.setString(1, SqlText.of(subscription.id()));
                insert.setString(2, SqlText.of(subscription.selection().application()));
                insert.setString(3, SqlText.of(subscription.notifyUrl()));
                insert.setString(4, SqlText.of(subscription.callbackData()));
                insert.setString(5, SqlText.of(subscription.selection().number()));
                insert.setString(6, SqlText.of(subscription.selection().firstWord()));
                insert.setObject(7, OffsetDateTime.now(ZoneOffset.UTC));
                insert.setString(8, SqlText.of(subscription.form().name()));
                insert.executeUpdate();
                return true;
            } catch (SQLException e) {
                if (String.valueOf(e.getSQLState()).startsWith(INTEGRITY_CONSTRAINT_VIOLATION)) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Of all applications, made in one form, the oldest first. */
    public CompletableFuture<List<Subscription>> all(Subscription.Form form) {
        return inbox.work(() -> {
            List<Subscription> all = new ArrayList<>();
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement select = connection.prepareStatement(sql.get("all"))) {
                select.setString(1, SqlText.of(form.name()));
                ResultSet rows = select.executeQuery();
                while (rows.next()) {
                    all.add(new Subscription(
                            rows.getString(1),
                            new Selection(rows.getString(2), rows.getString(5), rows.getString(6)),
                            rows.getString(3),
                            rows.getString(4),
                            form));
                }
            }
            return all;
        });
    }

    /**
     * Removes an application's subscription.
     *
     * @return whether there was one
     */
    public CompletableFuture<Boolean> remove(String application, String id) {
        return inbox.work(() -> {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement delete = connection.prepareStatement(sql.get("delete"))) {
                delete.setString(1, SqlText.of(application));
                delete.setString(2, SqlText.of(id));
                return delete.executeUpdate() > 0;
            }
        });
    }
}
