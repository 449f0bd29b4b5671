// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.TypeConverter;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.DefaultModelReifierFactory;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.impl.engine.DefaultDataFormatResolver;
import org.apache.camel.impl.engine.DefaultFactoryFinderResolver;
import org.apache.camel.impl.engine.DefaultLanguageResolver;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.spi.FactoryFinderResolver;
import org.apache.camel.spi.Language;
import org.apache.camel.spi.ModelReifierFactory;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A context in which each connector has a class loader of its own. A Kamelet that was added as a connector is made, and
 * works, with that of its connector: its components, languages, beans and type converters come from there, though
 * another connector has other versions of them. Everything else finds those of the first that has them.
 */
public abstract class ConnectorCamelContext extends DefaultCamelContext {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorCamelContext.class);
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*(?=[:?]|\\z)");
    private static final String KAMELET = "templateId";

    private final ConnectorComponents connectors = new ConnectorComponents(this);
    private ConnectorTypeConverters converters;
    private volatile ConnectorLoaders loaders = ConnectorLoaders.none();

    ConnectorCamelContext() {
        super(false);
        setApplicationContextClassLoader(new ConnectorClassLoader(this::loaders));
        addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onServiceAdd(CamelContext context, Service service, Route route) {
                starting(service, route);
            }
        });
    }

    final ConnectorLoaders loaders() {
        return loaders;
    }

    /**
     * Has what is made from now on find its classes there.
     *
     * @throws IllegalStateException when type converters in a jar cannot be loaded; then all is as it was
     */
    public final void use(ConnectorLoaders next) {
        ConnectorLoaders former = loaders;
        getTypeConverterRegistry();
        next.lookBeyond();
        loaders = next;
        try {
            next.changed().forEach(converters::add);
        } catch (IllegalStateException e) {
            undo(former);
            throw e;
        }
    }

    /** Undoes {@link #use}. */
    final void undo(ConnectorLoaders former) {
        Set<JarLoader> added = loaders.all();
        added.removeAll(former.all());
        former.lookBeyond();
        loaders = former;
        end(added);
    }

    /** Ends what was made of some loaders' classes, and closes those of which nothing is left. */
    final void end(Collection<JarLoader> former) {
        connectors.end(former);
        former.forEach(converters::forget);
        Set<ClassLoader> ofBeans = new HashSet<>();
        getRegistry()
                .findByType(Object.class)
                .forEach(bean -> ofBeans.add(bean.getClass().getClassLoader()));
        for (JarLoader loader : former) {
            try {
                if (!ofBeans.contains(loader)) {
                    loader.close();
                }
            } catch (IOException e) {
                LOG.warn("The jars of {} cannot be closed: {}", loader.getName(), e.getMessage());
            }
        }
    }

    /** That of the component of a URI, if it is one of a connector. */
    final Optional<JarLoader> loaderOf(String uri) {
        Matcher scheme = SCHEME.matcher(uri == null ? "" : uri);
        return scheme.lookingAt() && super.hasComponent(scheme.group()) == null
                ? loaders.having(DefaultComponentResolver.RESOURCE_PATH + scheme.group())
                : Optional.empty();
    }

    /** That of the connector which a route belongs to, as its Kamelet. */
    final Optional<JarLoader> loaderOf(RouteDefinition route) {
        return route != null && route.getTemplateParameters() != null
                ? loaders.of(String.valueOf(route.getTemplateParameters().get(KAMELET)))
                : Optional.empty();
    }

    private ContextClassLoader scope(Optional<JarLoader> loader) {
        return ContextClassLoader.of(loader.isPresent() ? loader.get() : getApplicationContextClassLoader());
    }

    /** Before each service of a route starts; the end of the route's start undoes it. */
    private void starting(Service service, Route route) {
        if (route == null) {
            return;
        }
        ClassLoader own = service.getClass().getClassLoader();
        Optional<JarLoader> loader =
                own instanceof JarLoader jars ? Optional.of(jars) : loaderOf(getRouteDefinition(route.getRouteId()));
        if (loader.isPresent() || Thread.currentThread().getContextClassLoader() instanceof JarLoader) {
            scope(loader);
        }
    }

    @Override
    public void startRouteService(RouteService service, boolean adding) throws Exception {
        try (ContextClassLoader same = ContextClassLoader.same()) {
            super.startRouteService(service, adding);
        }
    }

    @Override
    public String addRouteFromKamelet(
            String routeId,
            String kamelet,
            String prefixId,
            String parentRouteId,
            String parentProcessorId,
            Map<String, Object> parameters)
            throws Exception {
        try (ContextClassLoader scope = scope(loaders.of(kamelet))) {
            return super.addRouteFromKamelet(routeId, kamelet, prefixId, parentRouteId, parentProcessorId, parameters);
        }
    }

    @Override
    protected ModelReifierFactory createModelReifierFactory() {
        return new DefaultModelReifierFactory() {
            @Override
            public Route createRoute(CamelContext context, Object definition) {
                try (ContextClassLoader scope = scope(loaderOf((RouteDefinition) definition))) {
                    return super.createRoute(context, definition);
                }
            }
        };
    }

    /** An endpoint of a component that another connector has too is its user's own. */
    @Override
    protected Endpoint doGetEndpoint(
            String uri, Map<String, Object> parameters, boolean normalized, boolean prototype) {
        Optional<JarLoader> loader = loaderOf(uri);
        if (loader.isEmpty()) {
            return super.doGetEndpoint(uri, parameters, normalized, prototype);
        }
        boolean own;
        try (ContextClassLoader scope = scope(Optional.empty())) {
            own = !loader.equals(loaderOf(uri));
        }
        try (ContextClassLoader scope = scope(loader)) {
            return super.doGetEndpoint(uri, parameters, normalized, prototype || own);
        }
    }

    @Override
    public Component getComponent(String name, boolean create, boolean start) {
        Optional<JarLoader> loader = loaderOf(name);
        return loader.isPresent()
                ? connectors.component(loader.get(), name, create)
                : super.getComponent(name, create, start);
    }

    @Override
    public Component hasComponent(String name) {
        Component there = super.hasComponent(name);
        return there != null
                ? there
                : loaderOf(name)
                        .map(loader -> connectors.component(loader, name, false))
                        .orElse(null);
    }

    @Override
    public Set<String> getComponentNames() {
        Set<String> names = new TreeSet<>(super.getComponentNames());
        names.addAll(connectors.names());
        return names;
    }

    @Override
    public Language resolveLanguage(String name) {
        Optional<JarLoader> loader = loaders.having(DefaultLanguageResolver.LANGUAGE_RESOURCE_PATH + name);
        return loader.isPresent() ? connectors.language(loader.get(), name) : super.resolveLanguage(name);
    }

    @Override
    public DataFormat resolveDataFormat(String name) {
        return loaders.having(DefaultDataFormatResolver.DATAFORMAT_RESOURCE_PATH + name)
                        .isPresent()
                ? createDataFormat(name)
                : super.resolveDataFormat(name);
    }

    @Override
    protected TypeConverter createTypeConverter() {
        converters = new ConnectorTypeConverters(this, isLoadTypeConverters(), isTypeConverterStatisticsEnabled());
        return converters;
    }

    @Override
    protected FactoryFinderResolver createFactoryFinderResolver() {
        return new DefaultFactoryFinderResolver() {
            @Override
            public FactoryFinder resolveFactoryFinder(ClassResolver classes, String path) {
                return new ConnectorFactoryFinder(
                        ConnectorCamelContext.this, classes, super.resolveFactoryFinder(classes, path));
            }
        };
    }

    @Override
    protected void doStart() throws Exception {
        connectors.start();
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        connectors.end();
    }
}
