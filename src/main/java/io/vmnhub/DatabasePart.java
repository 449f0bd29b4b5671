package io.vmnhub;

import io.vmnhub.northbound.store.Database;
import io.vmnhub.northbound.store.DatabaseSettings;
import org.apache.camel.CamelContext;

/** The hub's database, bound as {@code dataSource}; opened when a route or another part first uses it. */
final class DatabasePart implements HubPart {

    private Database database;

    @Override
    public void join(CamelContext context, Surroundings hub) {
        HubProperties properties = hub.properties();
        database = new Database(new DatabaseSettings(
                properties.get("vmnhub.database.url").filter(url -> !url.isBlank())
                        .orElseGet(() -> DatabaseSettings.embeddedUrl(hub.home().folder())),
                properties.get("vmnhub.database.username", ""), properties.get("vmnhub.database.password", ""),
                properties.number("vmnhub.database.connections", 10)));
        if (!hub.listening()) {
            database.close();
        }
        context.getRegistry().bind("dataSource", javax.sql.DataSource.class, database.dataSource());
    }

    @Override
    public void close() {
        if (database != null) {
            database.close();
        }
    }
}
