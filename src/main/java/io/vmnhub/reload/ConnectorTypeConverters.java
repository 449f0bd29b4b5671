// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConverter;
import org.apache.camel.TypeConverterLoaderException;
import org.apache.camel.impl.converter.DefaultTypeConverter;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConvertible;
import org.apache.camel.support.PluginHelper;

/**
 * Camel's type converters with those of connectors' jars, which come and go. A conversion that a connector has a
 * converter of its own for is made by that one while the connector is at work. Those of Camel and the hub come before
 * those of jars. {@link #add} and {@link #forget} are not thread-safe.
 */
final class ConnectorTypeConverters extends DefaultTypeConverter {

    private final Map<JarLoader, Map<TypeConvertible<?, ?>, TypeConverter>> converters = new ConcurrentHashMap<>();
    /** What Camel remembers of conversions from and to classes of jars. */
    private final Map<JarLoader, Set<TypeConvertible<?, ?>>> remembered = new ConcurrentHashMap<>();

    private JarLoader adding;

    ConnectorTypeConverters(CamelContext context, boolean load, boolean statistics) {
        super(context, PluginHelper.getPackageScanClassResolver(context), context.getInjector(), load, statistics);
    }

    /** @throws IllegalStateException when a jar lists converters that cannot be loaded */
    void add(JarLoader loader) {
        adding = loader;
        try (ContextClassLoader scope = ContextClassLoader.of(loader)) {
            for (URL list : Collections.list(loader.findResources(META_INF_SERVICES_TYPE_CONVERTER_LOADER))) {
                for (String name : names(list)) {
                    Object loaded =
                            loader.loadClass(name).getDeclaredConstructor().newInstance();
                    CamelContextAware.trySetCamelContext(loaded, getCamelContext());
                    ((TypeConverterLoader) loaded).load(this);
                }
            }
        } catch (IOException | ReflectiveOperationException | TypeConverterLoaderException | LinkageError e) {
            throw new IllegalStateException(
                    "type converters of " + loader.getName() + " cannot be loaded: " + e.getMessage(), e);
        } finally {
            adding = null;
        }
    }

    private static List<String> names(URL list) throws IOException {
        try (InputStream in = ConnectorFactoryFinder.open(list)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        }
    }

    @Override
    public void addConverter(TypeConvertible<?, ?> pair, TypeConverter converter) {
        if (adding == null) {
            super.addConverter(pair, converter);
            return;
        }
        TypeConverter there = getTypeConverter(pair.getTo(), pair.getFrom());
        if (there == null || there == MISS_CONVERTER || isOfJar(there)) {
            super.addConverter(pair, converter);
        }
        converters.computeIfAbsent(adding, loader -> new ConcurrentHashMap<>()).put(pair, converter);
    }

    private boolean isOfJar(TypeConverter converter) {
        return converters.values().stream()
                .anyMatch(own -> own.values().stream().anyMatch(one -> one == converter));
    }

    @Override
    public void addTypeConverter(Class<?> toType, Class<?> fromType, TypeConverter converter) {
        if (adding == null) {
            super.addTypeConverter(toType, fromType, converter);
        } else {
            addConverter(new TypeConvertible<>(fromType, toType), converter);
        }
    }

    /** Has none of a loader's converters and classes any more. */
    void forget(JarLoader loader) {
        Map<TypeConvertible<?, ?>, TypeConverter> own = converters.remove(loader);
        if (own != null) {
            own.forEach((pair, converter) -> lookup(pair.getTo()).forEach((from, one) -> {
                if (one == converter) {
                    removeTypeConverter(pair.getTo(), from);
                }
            }));
        }
        Set<TypeConvertible<?, ?>> pairs = remembered.remove(loader);
        if (pairs != null) {
            pairs.forEach(pair -> removeTypeConverter(pair.getTo(), pair.getFrom()));
        }
        fallbackConverters.removeIf(
                fallback -> fallback.getFallbackTypeConverter().getClass().getClassLoader() == loader);
        converters
                .values()
                .forEach(others -> others.forEach((pair, converter) -> {
                    if (getTypeConverter(pair.getTo(), pair.getFrom()) == null) {
                        super.addConverter(pair, converter);
                    }
                }));
    }

    @Override
    protected Object doConvertTo(Class<?> type, Exchange exchange, Object value, boolean tryConvert) {
        if (value != null && !type.isInstance(value)) {
            Class<?> from = value.getClass();
            if (Thread.currentThread().getContextClassLoader() instanceof JarLoader atWork) {
                TypeConverter own = converters.getOrDefault(atWork, Map.of()).get(new TypeConvertible<>(from, type));
                Object converted = own == null ? null : own.convertTo(type, exchange, value);
                if (converted != null) {
                    return converted;
                }
            }
            remember(type, from, type);
            remember(from, from, type);
        }
        return super.doConvertTo(type, exchange, value, tryConvert);
    }

    private void remember(Class<?> of, Class<?> from, Class<?> to) {
        if (of.getClassLoader() instanceof JarLoader loader) {
            remembered
                    .computeIfAbsent(loader, one -> ConcurrentHashMap.newKeySet())
                    .add(new TypeConvertible<>(from, to));
        }
    }
}
