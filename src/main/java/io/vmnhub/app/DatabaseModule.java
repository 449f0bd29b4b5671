// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.database.Database;
import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.management.DatabaseHealthCheck;
import io.vmnhub.management.DiskHealthCheck;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.spi.ComponentCustomizer;

/**
 * The hub's database, bound as {@code dataSource}, which {@code sql:} and {@code sql-batch:} use unless told otherwise;
 * opened when a route or another part first uses it, or at the start when its file is there. With it go the health
 * checks of database and disk.
 */
final class DatabaseModule implements HubModule {

    private Database database;
    private DatabaseHealthCheck health;

    @Override
    public void join(CamelContext context, HubContext hub) {
        HubProperties properties = hub.properties();
        database = new Database(new DatabaseSettings(
                properties.text(HubKey.DATABASE_URL).isBlank()
                        ? DatabaseSettings.embeddedUrl(hub.home().folder())
                        : properties.text(HubKey.DATABASE_URL).trim(),
                properties.text(HubKey.DATABASE_USERNAME),
                properties.text(HubKey.DATABASE_PASSWORD),
                properties.number(HubKey.DATABASE_CONNECTIONS)));
        context.getRegistry().bind("hubDatabase", Database.class, database);
        if (hub.listening()) {
            health = new DatabaseHealthCheck(database);
            health.start();
            context.getRegistry().bind("databaseHealth", health);
            context.getRegistry()
                    .bind(
                            "diskHealth",
                            new DiskHealthCheck(
                                            new WrittenFolders(hub.home(), properties).all(),
                                            properties.number(HubKey.DISK_MIN_FREE_MEGABYTES))
                                    .measuredBy(hub.metrics()));
        } else {
            database.close();
        }
        context.getRegistry().bind("dataSource", DataSource.class, database.dataSource());
        // Camel chooses a data source itself only as long as there is one; camel.component.sql.data-source is applied
        // after this
        context.getRegistry()
                .bind(
                        "hubDataSourceForSql",
                        ComponentCustomizer.class,
                        ComponentCustomizer.builder(SqlComponent.class)
                                .build(sql -> sql.setDataSource(database.dataSource())));
    }

    @Override
    public void close() {
        if (health != null) {
            health.close();
        }
        if (database != null) {
            database.close();
        }
    }
}
