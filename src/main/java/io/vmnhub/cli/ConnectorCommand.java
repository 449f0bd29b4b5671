// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.config.DidYouMean;
import io.vmnhub.config.HubHome;
import io.vmnhub.connector.Catalogue;
import io.vmnhub.connector.CatalogueKamelet;
import io.vmnhub.connector.ConnectorException;
import io.vmnhub.connector.ConnectorLock;
import io.vmnhub.connector.Connectors;
import io.vmnhub.connector.KnownNames;
import io.vmnhub.connector.MavenRepositories;
import io.vmnhub.connector.MavenSettings;
import io.vmnhub.connector.ShippedJars;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vmn-hub connector}. */
@Command(
        name = "connector",
        mixinStandardHelpOptions = true,
        description = {"Adds connectors from Apache Camel's catalogue to a hub, and removes them.", ""})
public final class ConnectorCommand implements Callable<Integer> {

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            scope = CommandLine.ScopeType.INHERIT,
            defaultValue = "${sys:vmnhub.home:-.}",
            description = "The folder with config, routes and connectors (default: where the hub is installed, or "
                    + "this folder).")
    private Path home;

    @Option(
            names = "--repository",
            paramLabel = "URL",
            scope = CommandLine.ScopeType.INHERIT,
            description =
                    "A Maven repository to fetch from, file: for a folder; may be repeated (default: Maven Central).")
    private List<String> repositories = List.of("https://repo.maven.apache.org/maven2/");

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Maven's settings.xml with mirrors, proxies and credentials (default: ~/.m2/settings.xml).")
    private Path settings;

    @Option(
            names = "--offline",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Takes only what was fetched before.")
    private boolean offline;

    @Option(
            names = "--catalogue",
            paramLabel = "VERSION",
            scope = CommandLine.ScopeType.INHERIT,
            description = "The catalogue's version (default: ${DEFAULT-VALUE}).")
    private String version = Catalogue.VERSION;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return CommandLine.ExitCode.USAGE;
    }

    /** What is done with the catalogue and the connectors of a hub. */
    private interface Task {
        void run(Catalogue catalogue, Connectors connectors, MavenRepositories maven, PrintWriter out)
                throws ConnectorException;
    }

    private int with(Task task) {
        try (MavenRepositories maven = maven();
                Catalogue catalogue = new Catalogue(maven.file(catalogueArtifact()))) {
            task.run(catalogue, connectors(), maven, out());
            return CommandLine.ExitCode.OK;
        } catch (ConnectorException e) {
            return failed(e);
        }
    }

    private MavenRepositories maven() throws ConnectorException {
        return new MavenRepositories(repositories, home().data().resolve("maven"), settings(), offline);
    }

    private int failed(ConnectorException e) {
        spec.commandLine().getErr().println(e.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }

    private String catalogueArtifact() {
        return Catalogue.ARTIFACT + ":" + version;
    }

    private Connectors connectors() throws ConnectorException {
        return new Connectors(home().connectors(), ShippedJars.of(System.getProperty("java.class.path")));
    }

    private HubHome home() throws ConnectorException {
        try {
            return HubHome.of(home);
        } catch (IllegalArgumentException e) {
            throw new ConnectorException(e.getMessage(), e);
        }
    }

    private MavenSettings settings() throws ConnectorException {
        Path usual = Path.of(System.getProperty("user.home"), ".m2", "settings.xml");
        return settings != null
                ? MavenSettings.read(settings)
                : Files.isReadable(usual) ? MavenSettings.read(usual) : MavenSettings.none();
    }

    private static CatalogueKamelet find(Catalogue catalogue, String name) throws ConnectorException {
        return catalogue
                .find(name)
                .orElseThrow(() -> new ConnectorException("the catalogue has no " + name
                        + DidYouMean.question(
                                name, KnownNames.catalogue(), () -> "; vmn-hub connector search finds by a word")));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the connectors that were added.")
    int list() {
        try {
            Map<String, ConnectorLock.Entry> added =
                    new TreeMap<>(connectors().lock().entries());
            if (added.isEmpty()) {
                out().println("No connector has been added; vmn-hub connector search lists those of the catalogue.");
            }
            added.forEach((name, entry) -> out().printf("%-32s %s%s%n", name, origin(name, entry), jars(entry.jars())));
            return CommandLine.ExitCode.OK;
        } catch (ConnectorException e) {
            return failed(e);
        }
    }

    @Command(
            name = "search",
            mixinStandardHelpOptions = true,
            description = "Lists the sinks and actions of the catalogue whose name or title has a word in it.")
    int search(
            @Parameters(paramLabel = "WORD", arity = "0..1", defaultValue = "", description = "Without it, all.")
                    String word) {
        return with((catalogue, connectors, maven, out) -> {
            List<CatalogueKamelet> found = catalogue.matching(word);
            found.forEach(kamelet -> out.printf("%-40s %s%n", kamelet.name(), kamelet.title()));
            if (found.isEmpty()) {
                out.println("No sink or action of the catalogue has " + word + " in its name or title.");
            }
        });
    }

    @Command(
            name = "info",
            mixinStandardHelpOptions = true,
            description = "Says what a connector of the catalogue does, and which properties it has.")
    int info(@Parameters(paramLabel = "NAME", description = "Its name, for example kafka-sink.") String name) {
        if (name.startsWith(Connectors.COMPONENT)) {
            return failed(new ConnectorException("info describes the catalogue's Kamelets; the options of a component"
                    + " are described at https://camel.apache.org/components/latest/"));
        }
        return with((catalogue, connectors, maven, out) -> {
            CatalogueKamelet kamelet = find(catalogue, name);
            out.printf("%s: %s%n%s%n%n", kamelet.name(), kamelet.title(), kamelet.description());
            kamelet.properties().forEach((property, text) -> out.printf("  %-28s %s%n", property, text));
            List<String> artifacts = kamelet.artifacts(camelVersion());
            out.printf("%nneeds %s%n", artifacts.isEmpty() ? "nothing else" : String.join(", ", artifacts));
        });
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Puts a connector of the catalogue into connectors/, and what it needs into connectors/lib.")
    int add(
            @Parameters(
                            paramLabel = "NAME",
                            description = "Its name, for example kafka-sink; or camel:kafka for one of Camel's "
                                    + "components alone.")
                    String name,
            @Option(names = "--as", paramLabel = "NAME", description = "The name by which routes use it.") String as) {
        if (name.startsWith(Connectors.COMPONENT)) {
            return addComponent(name, as);
        }
        return with((catalogue, connectors, maven, out) -> {
            CatalogueKamelet kamelet = find(catalogue, name);
            String used = as == null ? name : as;
            if (!used.matches("[a-z][a-z0-9-]*")) {
                throw new ConnectorException("--as " + used + ": a name has small letters, digits and hyphens");
            }
            List<ConnectorLock.Jar> jars = connectors.add(kamelet, used, catalogueArtifact(), camelVersion(), maven);
            out.printf("%s is in connectors, with %s in connectors/lib%n", used, jars(jars));
        });
    }

    private int addComponent(String name, String as) {
        if (as != null || !name.matches(Connectors.COMPONENT + "[a-z0-9-]+")) {
            return failed(new ConnectorException(
                    name + ": a component has the name of its artifact, as camel:kafka, and no other"));
        }
        try (MavenRepositories maven = maven()) {
            List<ConnectorLock.Jar> jars = connectors().add(name, camelVersion(), maven);
            out().printf("%s is in connectors/lib, with %s%n", name, jars(jars));
            return CommandLine.ExitCode.OK;
        } catch (ConnectorException e) {
            return failed(e);
        }
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Removes a connector that was added, and its jars that no other one needs.")
    int remove(@Parameters(paramLabel = "NAME", description = "The name by which routes use it.") String name) {
        try {
            connectors().remove(name);
            out().println(name + " is removed");
            return CommandLine.ExitCode.OK;
        } catch (ConnectorException e) {
            return failed(e);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static String origin(String name, ConnectorLock.Entry entry) {
        return (entry.kamelet().isEmpty() || entry.kamelet().equals(name)
                        ? ""
                        : "the catalogue's " + entry.kamelet() + ", ")
                + (entry.catalogue().isEmpty() ? "" : entry.catalogue() + ", ");
    }

    private static String jars(List<ConnectorLock.Jar> jars) {
        return jars.isEmpty() ? "no jars" : jars.size() == 1 ? "1 jar" : jars.size() + " jars";
    }

    /** The hub's Camel. */
    private static String camelVersion() {
        return CamelContext.class.getPackage().getImplementationVersion();
    }
}
