package io.vmnhub;

import io.vmnhub.northbound.store.Database;
import io.vmnhub.northbound.store.DatabaseSettings;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;

/** The hub's database, bound as {@code dataSource}; opened when a route or another part first uses it. */
final class DatabasePart implements HubPart {

    private Database database;

    @Override
    public void join(CamelContext context, Surroundings hub) {
        HubProperties properties = hub.properties();
        database = new Database(new DatabaseSettings(
                properties.text(HubKey.DATABASE_URL).isBlank() ? DatabaseSettings.embeddedUrl(hub.home().folder())
                        : properties.text(HubKey.DATABASE_URL).trim(),
                properties.text(HubKey.DATABASE_USERNAME), properties.text(HubKey.DATABASE_PASSWORD),
                properties.number(HubKey.DATABASE_CONNECTIONS)));
        if (!hub.listening()) {
            database.close();
        }
        context.getRegistry().bind("dataSource", DataSource.class, database.dataSource());
    }

    @Override
    public void close() {
        if (database != null) {
            database.close();
        }
    }
}
