// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.app.CamelStart;
import io.vmnhub.app.DivertCheck;
import io.vmnhub.app.HubModule;
import io.vmnhub.config.ConfigFolder;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubProperties;
import io.vmnhub.config.LiveFiles;
import io.vmnhub.config.PropertiesFile;
import io.vmnhub.config.SecretFiles;
import io.vmnhub.config.YamlFile;
import io.vmnhub.config.YamlSyntax;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.smpp.EsmeAccount;
import io.vmnhub.ss7.api.Ss7Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CatalogCamelContext;

/** Everything that can be known to be wrong in a hub's files without running it. Listens nowhere, writes nothing. */
public final class HubCheck {

    private final HubHome home;
    private final HubProperties properties;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();
    private final List<Finding> hints = new ArrayList<>();
    private FileReferences references;
    private final boolean ports;
    private boolean withRoutes = true;
    private int files;

    public HubCheck(HubHome home, HubProperties properties) {
        this(home, properties, false);
    }

    /** @param ports whether the ports are to be free, too */
    public HubCheck(HubHome home, HubProperties properties, boolean ports) {
        this.ports = ports;
        this.home = home;
        this.properties = properties;
    }

    /**
     * What is wrong in files that have changed, for a hub that runs by others.
     *
     * @throws IOException when a folder cannot be read
     */
    public static List<Finding> changed(HubHome home, HubProperties properties, boolean routes) throws IOException {
        HubCheck check = new HubCheck(home, properties);
        check.withRoutes = routes;
        return check.run().findings();
    }

    /** @throws IOException when a folder cannot be read */
    public Result run() throws IOException {
        ConfigCheck folder = new ConfigCheck(home.config());
        references = new FileReferences(home.config(), home.routes(), home.connectors());
        warnings.addAll(folder.strays(references));
        warnings.addAll(new SecretFiles(home.config()).open());
        List<PropertiesFile> propertiesFiles = folder.properties();
        findings.addAll(ConfigCheck.findings(propertiesFiles));
        findings.addAll(ConfigCheck.unused(propertiesFiles, references, hints));
        ConfigCheck.camelsReload(home.config(), properties, propertiesFiles).ifPresent(findings::add);
        ConfigFolder config = new ConfigFolder(home.config(), properties::get);
        ConfigFolder.Contents contents = config.contents();
        findings.addAll(contents.errors());
        contents.cluster().ifPresent(cluster -> findings.addAll(new ClusterCheck(home, properties).findings(cluster)));
        files += propertiesFiles.size() + ConfigCheck.yamlFiles(home.config());
        List<YamlFile> kamelets = yaml(files(home.connectors(), 1, ".kamelet.yaml"));
        List<Path> routePaths = files(home.routes(), Integer.MAX_VALUE, ".camel.yaml");
        List<YamlFile> routes = yaml(routePaths);
        Set<Path> unread = new HashSet<>(routePaths);
        routes.forEach(file -> unread.remove(file.path()));
        List<RouteOutline> outlines =
                routes.stream().flatMap(file -> RouteOutline.of(file).stream()).toList();
        OwnerCheck owners = new OwnerCheck(home, outlines, unread);
        owners.routesAreUnique();
        owners.operationsAreAnswered();
        Set<String> applications =
                contents.numbers().map(NumberPlan::applications).orElse(Set.of());
        YamlSyntax.read(home.config().resolve("numbers.yaml"), reported -> {})
                .ifPresent(numbers -> owners.applicationsHaveRoutes(numbers, applications));
        findings.addAll(owners.findings());
        hints.addAll(owners.hints());
        hints.addAll(new ConfirmationCheck(kamelets).hints(routes, applications));
        List<YamlFile> all = Stream.concat(kamelets.stream(), routes.stream()).toList();
        List<EndpointUse> uses =
                all.stream().flatMap(file -> EndpointUse.in(file).stream()).toList();
        List<Finding> stepFindings = new ArrayList<>(new KameletCheck(kamelets, routes, propertiesFiles).findings());
        ExpressionCheck expressions = new ExpressionCheck(all, uses);
        stepFindings.addAll(expressions.findings());
        hints.addAll(expressions.hints());
        findings.addAll(new KeyFileCheck(home).missing(propertiesFiles, contents));
        PortCheck listened = new PortCheck(home, properties, propertiesFiles, contents, uses);
        findings.addAll(listened.shared());
        if (ports) {
            findings.addAll(listened.taken());
        }
        checkUses(new UseCheck(uses), contents);
        ConnectorCheck connectors = new ConnectorCheck(home.connectors());
        boolean loadable = connectors.isReadable();
        findings.addAll(connectors.findings());
        if (withRoutes && loadable) {
            checkRoutes(
                    config,
                    contents,
                    propertiesFiles,
                    new Loaded(kamelets, routes, outlines, unread, uses),
                    stepFindings);
        }
        findings.addAll(stepFindings);
        return new Result(
                home,
                findings.stream().distinct().sorted(Finding.ORDER).toList(),
                warnings.stream().sorted(Finding.ORDER).toList(),
                hints.stream().sorted(Finding.ORDER).toList(),
                files);
    }

    private record Loaded(
            List<YamlFile> kamelets,
            List<YamlFile> routes,
            List<RouteOutline> outlines,
            Set<Path> unread,
            List<EndpointUse> uses) {}

    private void checkRoutes(
            ConfigFolder config,
            ConfigFolder.Contents contents,
            List<PropertiesFile> propertiesFiles,
            Loaded loaded,
            List<Finding> stepFindings) {
        try (CamelStart camel = new CamelStart(hubContext(config, contents), propertiesFiles)) {
            camel.start().ifPresent(context -> {
                stepFindings.addAll(new EndpointOptions((CatalogCamelContext) context).check(loaded.uses()));
                findings.addAll(new RouteCheck(context, stepFindings).check(loaded.kamelets(), loaded.routes()));
                if (loaded.unread().isEmpty()) { // routes that cannot be read may be what is diverted to
                    DivertCheck diversions = new DivertCheck(home, context, directs(loaded.outlines()));
                    contents.screening().ifPresent(rules -> findings.addAll(diversions.check(rules)));
                }
            });
            boolean keysAreWrong = propertiesFiles.stream()
                    .anyMatch(file ->
                            findings.stream().anyMatch(found -> found.file().equals(file.path())));
            camel.findings().stream()
                    .filter(finding -> finding.line() > 0 || !keysAreWrong) // it has failed because of them
                    .forEach(findings::add);
        }
    }

    /** What a file that is wrong itself would tell is left out. */
    private void checkUses(UseCheck uses, ConfigFolder.Contents contents) {
        contents.numbers().ifPresent(numbers -> {
            Set<String> applications = numbers.applications();
            uses.storesHaveApplications(applications);
            YamlSyntax.read(home.config().resolve("applications.yaml"), reported -> {})
                    .ifPresent(described -> uses.describedApplicationsHaveNumbers(described, applications));
        });
        Path smpp = home.config().resolve("smpp.yaml");
        if (Files.exists(smpp)) {
            contents.smpp()
                    .ifPresent(settings -> uses.accountsAreUsed(
                            YamlFile.read(smpp),
                            settings.accounts().stream()
                                    .filter(EsmeAccount::enabled)
                                    .map(EsmeAccount::systemId)
                                    .collect(Collectors.toSet())));
        }
        uses.queuesAreRead(properties);
        uses.memoryQueuesAreRead();
        uses.templatesAreThere(home);
        findings.addAll(uses.findings());
        hints.addAll(uses.hints());
    }

    private static Set<String> directs(List<RouteOutline> routes) {
        return routes.stream()
                .filter(route -> route.beginsWith("direct"))
                .map(RouteOutline::name)
                .collect(Collectors.toSet());
    }

    /**
     * What the hub's parts find; where its files are wrong, which is reported elsewhere, a hub without links and
     * numbers.
     */
    private HubModule.HubContext hubContext(ConfigFolder config, ConfigFolder.Contents contents) {
        Ss7Settings settings = contents.ss7()
                .orElseGet(() -> new Ss7Settings(
                        1,
                        0,
                        "000",
                        "000",
                        List.of(),
                        List.of(),
                        List.of(),
                        1,
                        Ss7Settings.DEFAULT_MAX_DIALOGUES,
                        Ss7Settings.DEFAULT_DIALOGUE_IDLE_TIMEOUT,
                        Ss7Settings.DEFAULT_DRAIN_TIMEOUT));
        NumberPlan numbers = contents.numbers().orElseGet(() -> NumberPlan.of(List.of()));
        return new HubModule.HubContext(
                home, properties, config, settings, numbers, new SimpleMeterRegistry(), new LiveFiles(), false);
    }

    private List<Path> files(Path folder, int depth, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            findings.add(Finding.of(folder, 0, "there is no such folder"));
            return List.of();
        }
        try (Stream<Path> found = Files.walk(folder, depth)) {
            List<Path> all = found.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
            all.stream()
                    .filter(file -> !file.toString().endsWith(suffix)
                            && !references.contain(file.getFileName().toString()))
                    .forEach(file -> warnings.add(Finding.of(
                            file,
                            0,
                            "is not read: the names of files in " + folder.getFileName() + " end in " + suffix)));
            return all.stream().filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    private List<YamlFile> yaml(List<Path> paths) {
        List<YamlFile> good = new ArrayList<>();
        for (Path path : paths) {
            files++;
            YamlSyntax.read(path, findings::add).ifPresent(good::add);
        }
        return good;
    }

    /**
     * @param findings what is wrong, in the order of its places
     * @param warnings files that are not read, or that others may read; a hub runs with them
     * @param hints what may well be meant
     * @param files how many have been read
     */
    public record Result(HubHome home, List<Finding> findings, List<Finding> warnings, List<Finding> hints, int files) {

        public List<String> lines() {
            return findings.stream().map(finding -> finding.line(home.folder())).toList();
        }
    }
}
