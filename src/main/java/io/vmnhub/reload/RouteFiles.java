// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.YamlFile;
import io.vmnhub.config.YamlSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The route files and Kamelets of a hub's folder as they were at one moment.
 *
 * @param routes by their ids; one without an id by its file and where it begins
 * @param common what a route file says besides routes, by file
 * @param kamelets their files by their names
 */
record RouteFiles(Map<String, Source> routes, Map<Path, JsonNode> common, Map<String, Kamelet> kamelets) {

    /** What holds for the whole application, so that it cannot change with some routes. */
    private static final Set<String> OF_ALL = Set.of(
            "beans",
            "rest",
            "restConfiguration",
            "rest-configuration",
            "routeConfiguration",
            "route-configuration",
            "routeTemplate",
            "route-template",
            "templatedRoute",
            "templated-route");

    /**
     * A route in its file.
     *
     * @param index among the routes of the file, from 0
     */
    record Source(Path file, int index, String key, JsonNode yaml) {}

    record Kamelet(Path file, JsonNode yaml) {}

    /** @throws IOException when a folder cannot be read; files that are not YAML are left out */
    static RouteFiles read(HubHome home) throws IOException {
        Map<String, Source> routes = new LinkedHashMap<>();
        Map<Path, JsonNode> common = new LinkedHashMap<>();
        for (YamlFile file : files(home.routes(), Integer.MAX_VALUE, ".camel.yaml")) {
            ArrayNode others = JsonNodeFactory.instance.arrayNode();
            int index = 0;
            for (JsonNode item : file.json()) {
                if (item.has("route") || item.has("from")) {
                    JsonNode route = item.has("route") ? item.path("route") : item;
                    Source source = new Source(file.path(), index++, key(file.path(), route), item);
                    routes.put(source.key(), source);
                } else {
                    others.add(item);
                }
            }
            common.put(file.path(), others);
        }
        return new RouteFiles(routes, common, readKamelets(home));
    }

    /** @throws IOException when the folder cannot be read; files that are not YAML are left out */
    static Map<String, Kamelet> readKamelets(HubHome home) throws IOException {
        Map<String, Kamelet> kamelets = new LinkedHashMap<>();
        for (YamlFile file : files(home.connectors(), 1, ".kamelet.yaml")) {
            kamelets.put(file.json().at("/metadata/name").asText(), new Kamelet(file.path(), file.json()));
        }
        return kamelets;
    }

    private static String key(Path file, JsonNode route) {
        JsonNode from = route.path("from");
        String uri = from.isTextual() ? from.asText() : from.path("uri").asText();
        return route.path("id").asText(file + " " + uri);
    }

    private static List<YamlFile> files(Path folder, int depth, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(folder, depth)) {
            return found.filter(file -> file.getFileName().toString().endsWith(suffix)
                            && !file.getFileName().toString().startsWith(".")
                            && Files.isRegularFile(file))
                    .sorted()
                    .map(file -> YamlSyntax.read(file, finding -> {}))
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    /** The kinds of things in a file that hold for the whole application and differ from {@code before}. */
    Set<String> changedForAll(RouteFiles before, Path file) {
        Set<String> kinds = new TreeSet<>();
        Set<JsonNode> old = Set.copyOf(items(before.common().get(file)));
        Set<JsonNode> now = Set.copyOf(items(common.get(file)));
        Stream.concat(old.stream(), now.stream())
                .filter(item -> !(old.contains(item) && now.contains(item)))
                .forEach(item -> item.fieldNames().forEachRemaining(name -> {
                    if (OF_ALL.contains(name)) {
                        kinds.add(name);
                    }
                }));
        return kinds;
    }

    private static List<JsonNode> items(JsonNode array) {
        return array == null
                ? List.of()
                : Stream.iterate(0, i -> i + 1)
                        .limit(array.size())
                        .map(array::get)
                        .distinct()
                        .toList();
    }
}
