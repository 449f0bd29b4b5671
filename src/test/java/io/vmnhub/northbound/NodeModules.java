package io.vmnhub.northbound;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder node_modules with redocly and prism in it, where NODE_API_MODULES says that it is. */
public final class NodeModules {

    private static final String REDOCLY = "@redocly/cli/bin/cli.js";
    private static final String PRISM = "@stoplight/prism-cli/dist/index.js";

    private NodeModules() {
    }

    /** For {@code @EnabledIf}. */
    public static boolean areThere() {
        return folder().isPresent();
    }

    private static Optional<Path> folder() {
        return Optional.ofNullable(System.getenv("NODE_API_MODULES")).map(Path::of)
                .filter(modules -> Stream.of(REDOCLY, PRISM).allMatch(program -> Files.exists(modules.resolve(program))));
    }

    static ProcessBuilder redocly(String... arguments) {
        return node(REDOCLY, arguments);
    }

    static ProcessBuilder prism(String... arguments) {
        return node(PRISM, arguments).redirectErrorStream(true);
    }

    private static ProcessBuilder node(String program, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of("node", folder().orElseThrow().resolve(program).toString()),
                Stream.of(arguments)).toList());
        builder.environment().putAll(Map.of("NO_COLOR", "1", "REDOCLY_TELEMETRY", "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"));
        return builder;
    }

    /** The documents of the hub's interfaces. */
    static List<String> documents() {
        return List.of("src/main/resources/openapi/northbound.json", "src/main/resources/openapi/management.json");
    }
}
