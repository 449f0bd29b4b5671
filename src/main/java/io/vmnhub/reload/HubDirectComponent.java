// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;

/**
 * Camel's {@code direct} component, whose consumers can be replaced: the consumer of a route's next version takes over
 * from that of the version before in one step, so that no message finds none. It never blocks.
 */
public final class HubDirectComponent extends DirectComponent {

    private final Map<String, DirectConsumer> current = new ConcurrentHashMap<>();

    @Override
    public void addConsumer(String key, DirectConsumer consumer) {
        current.compute(key, (name, other) -> {
            if (other != null && !other.getRouteId().equals(consumer.getRouteId())) {
                throw new IllegalArgumentException("the routes " + other.getRouteId() + " and " + consumer.getRouteId()
                        + " both begin with " + key + ": one route may");
            }
            return consumer;
        });
        super.removeConsumer(key, consumer); // has the producers look again
    }

    @Override
    public void removeConsumer(String key, DirectConsumer consumer) {
        current.remove(key, consumer);
        super.removeConsumer(key, consumer);
    }

    @Override
    protected DirectConsumer getConsumer(String key, boolean block, long timeout) {
        return current.get(key);
    }
}
