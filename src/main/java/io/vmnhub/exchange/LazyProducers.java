// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import org.apache.camel.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Has producers of some components connect with their first message. Not those that choose their operation by a header:
 * Camel does not give them their context when it starts them late.
 */
final class LazyProducers extends LifecycleStrategySupport {

    private static final String BY_HEADER = "META-INF/services/org/apache/camel/invoke-on-header/";

    private final Predicate<String> lazy;

    /** @param lazy which components, by their names */
    LazyProducers(Predicate<String> lazy) {
        this.lazy = lazy;
    }

    @Override
    public void onComponentAdd(String name, Component component) {
        if (lazy.test(name) && component instanceof DefaultComponent added && !choosesByHeader(component)) {
            added.setLazyStartProducer(true);
        }
    }

    private static boolean choosesByHeader(Component component) {
        CodeSource source = component.getClass().getProtectionDomain().getCodeSource();
        try {
            Path place = source == null ? null : Path.of(source.getLocation().toURI());
            if (place == null || !Files.isRegularFile(place)) {
                return false;
            }
            try (JarFile jar = new JarFile(place.toFile())) {
                return jar.stream().anyMatch(entry -> entry.getName().startsWith(BY_HEADER));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the jar of " + component.getClass().getName() + " cannot be read", e);
        }
    }
}
