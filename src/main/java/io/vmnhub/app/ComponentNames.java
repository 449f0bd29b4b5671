// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.config.DidYouMean;
import io.vmnhub.connector.KnownNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CatalogCamelContext;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.util.StringHelper;

/** What Camel's catalogue knows of components and languages that a hub does not have. */
final class ComponentNames {

    private static final String COMPONENTS = "META-INF/services/org/apache/camel/component.properties";
    private static final String ADD_A_JAR = "put the jar that has it into connectors/lib";

    private final CatalogCamelContext context;
    private final CamelCatalog catalog = new DefaultCamelCatalog(true);

    ComponentNames(CatalogCamelContext context) {
        this.context = context;
    }

    /** What is to be done about a component that is not there. */
    String missingComponent(String scheme) {
        Set<String> names = new TreeSet<>(catalog.findComponentNames());
        names.addAll(context.getComponentNames());
        Collections.list(context.getClassResolver().loadAllResourcesAsURL(COMPONENTS))
                .forEach(list -> names.addAll(listed(list)));
        return missing("component", scheme, catalog.componentJSonSchema(scheme), names);
    }

    private static List<String> listed(URL list) {
        Properties properties = new Properties();
        try (InputStream in = list.openStream()) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(list + " cannot be read", e);
        }
        return List.of(properties.getProperty("components", "").split("\\s+"));
    }

    /** What is to be done about a language that is not there. */
    String missingLanguage(String name) {
        return missing("language", name, catalog.languageJSonSchema(name), Set.copyOf(catalog.findLanguageNames()));
    }

    /** What is to be done about a data format that is not there. */
    String missingDataFormat(String name) {
        return missing(
                "dataformat", name, catalog.dataFormatJSonSchema(name), Set.copyOf(catalog.findDataFormatNames()));
    }

    private static String missing(String kind, String name, String json, Set<String> names) {
        if (json != null) {
            JsonNode model = read(json).path(kind);
            return "the " + words(kind) + " " + name + " is not here: "
                    + KnownNames.commandForArtifact(model.path("artifactId").asText())
                    + " fetches it into connectors/lib";
        }
        return DidYouMean.to(name, names)
                .map(near ->
                        "there is no " + words(kind) + " " + name + "; did you mean " + near + "? If not, " + ADD_A_JAR)
                .orElse("there is no " + words(kind) + " " + name + ": " + ADD_A_JAR);
    }

    private static String words(String kind) {
        return kind.equals("dataformat") ? "data format" : kind;
    }

    /** The function of Camel's simple language that was probably meant. */
    Optional<String> simpleFunction(String name) {
        List<String> functions = new ArrayList<>();
        read(catalog.languageJSonSchema("simple"))
                .path("functions")
                .fieldNames()
                .forEachRemaining(function -> functions.add(function.split("[.(:]", 2)[0]));
        return DidYouMean.to(StringHelper.before(name, ".", name).split("[(:]", 2)[0], functions);
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("Camel's catalogue cannot be read", e);
        }
    }
}
