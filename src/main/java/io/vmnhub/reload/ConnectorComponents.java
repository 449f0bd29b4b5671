// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Component;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Language;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.service.ServiceHelper;

/** Components and languages of connectors' jars, of each class loader its own. Thread-safe. */
final class ConnectorComponents {

    private final ConnectorCamelContext context;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<JarLoader, Map<String, Component>> components = new HashMap<>();
    private final Map<JarLoader, Map<String, Language>> languages = new HashMap<>();

    ConnectorComponents(ConnectorCamelContext context) {
        this.context = context;
    }

    /**
     * The component of a loader that has its classes.
     *
     * @param create whether it is made when it was not made yet; if not, null
     */
    Component component(JarLoader loader, String name, boolean create) {
        lock.lock();
        try {
            Map<String, Component> made = components.computeIfAbsent(loader, one -> new HashMap<>());
            Component component = made.get(name);
            if (component == null && create) {
                component = make(loader, name);
                made.put(name, component);
            }
            return component;
        } finally {
            lock.unlock();
        }
    }

    private Component make(JarLoader loader, String name) {
        try (ContextClassLoader scope = ContextClassLoader.of(loader)) {
            Component component = PluginHelper.getComponentResolver(context.getCamelContextExtension())
                    .resolveComponent(name, context);
            component.setCamelContext(context);
            ServiceHelper.buildService(component);
            for (LifecycleStrategy strategy : context.getLifecycleStrategies()) {
                strategy.onComponentAdd(name, component);
            }
            SecretOptions.mask(context, SecretOptions.ofComponent(context.getComponentParameterJsonSchema(name)));
            configure(component, "camel.component." + name + ".");
            if (context.isStarted() || context.isStarting()) {
                ServiceHelper.startService(component);
            }
            return component;
        } catch (Exception e) {
            throw new RuntimeCamelException("The component " + name + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** As {@code application.properties} says. */
    private void configure(Component component, String prefix) {
        Properties given = context.getPropertiesComponent().loadProperties(key -> key.startsWith(prefix));
        if (!given.isEmpty()) {
            Map<String, Object> options = new HashMap<>();
            given.stringPropertyNames()
                    .forEach(key -> options.put(key.substring(prefix.length()), given.getProperty(key)));
            ServiceHelper.initService(component);
            PropertyBindingSupport.build()
                    .withCamelContext(context)
                    .withTarget(component)
                    .withConfigurer(component.getComponentPropertyConfigurer())
                    .withIgnoreCase(true)
                    .withProperties(options)
                    .bind();
        }
    }

    Language language(JarLoader loader, String name) {
        lock.lock();
        try {
            Map<String, Language> made = languages.computeIfAbsent(loader, one -> new HashMap<>());
            Language language = made.get(name);
            if (language == null) {
                language = makeLanguage(loader, name);
                made.put(name, language);
            }
            return language;
        } finally {
            lock.unlock();
        }
    }

    private Language makeLanguage(JarLoader loader, String name) {
        try (ContextClassLoader scope = ContextClassLoader.of(loader)) {
            Language language = PluginHelper.getLanguageResolver(context.getCamelContextExtension())
                    .resolveLanguage(name, context);
            ServiceHelper.startService(language);
            return language;
        }
    }

    /** Names of components that have been made. */
    Set<String> names() {
        lock.lock();
        try {
            Set<String> names = new TreeSet<>();
            components.values().forEach(made -> names.addAll(made.keySet()));
            return names;
        } finally {
            lock.unlock();
        }
    }

    /** To be called when the context starts, for those that were made before. */
    void start() {
        lock.lock();
        try {
            components.forEach((loader, made) -> {
                try (ContextClassLoader scope = ContextClassLoader.of(loader)) {
                    ServiceHelper.startService(made.values());
                }
            });
        } finally {
            lock.unlock();
        }
    }

    /** Ends what was made of some loaders' classes. */
    void end(Collection<JarLoader> loaders) {
        List<Object> former = new ArrayList<>();
        lock.lock();
        try {
            for (JarLoader loader : loaders) {
                components.getOrDefault(loader, Map.of()).forEach((name, component) -> {
                    former.add(component);
                    context.getLifecycleStrategies().forEach(strategy -> strategy.onComponentRemove(name, component));
                });
                former.addAll(languages.getOrDefault(loader, Map.of()).values());
                components.remove(loader);
                languages.remove(loader);
            }
        } finally {
            lock.unlock();
        }
        ServiceHelper.stopAndShutdownServices(former);
    }

    void end() {
        List<JarLoader> all;
        lock.lock();
        try {
            all = List.copyOf(components.keySet());
        } finally {
            lock.unlock();
        }
        end(all);
    }
}
