// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Component;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;

/** Components that were made anew of other jars; endpoints of the former ones keep those. Thread-safe. */
final class ReplacedComponents {

    private final HubCamelContext context;
    private final Map<String, Component> current = new ConcurrentHashMap<>();

    ReplacedComponents(HubCamelContext context) {
        this.context = context;
    }

    Optional<Component> find(String name) {
        return Optional.ofNullable(current.get(name));
    }

    /**
     * Has a component made anew from the classes that there are now; when they have it no more, the former stays for
     * those that use it.
     *
     * @return the former one, which still runs
     */
    Component replace(String name) throws Exception {
        Component former = context.getComponent(name);
        Component next = PluginHelper.getComponentResolver(context.getCamelContextExtension())
                .resolveComponent(name, context);
        if (next != null) {
            next.setCamelContext(context);
            ServiceHelper.initService(next);
            ServiceHelper.startService(next);
            current.put(name, next);
        }
        return former;
    }

    /** Undoes {@link #replace}. */
    void putBack(String name, Component former) {
        current.put(name, former);
    }
}
