// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.cluster.Cluster;
import io.vmnhub.config.HubKey;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;

/**
 * Whether this node does what is to be done to the database now and then: always where the database is its own, and
 * while it leads where all nodes of a farm have the same.
 */
record DatabaseTurn(Cluster cluster) implements BooleanSupplier {

    static BooleanSupplier of(CamelContext context, HubModule.HubContext hub) {
        Cluster cluster = context.getRegistry().findSingleByType(Cluster.class);
        boolean shared = !hub.properties().text(HubKey.DATABASE_URL).isBlank();
        return cluster == null || !shared ? () -> true : new DatabaseTurn(cluster);
    }

    @Override
    public boolean getAsBoolean() {
        return cluster.leads();
    }
}
