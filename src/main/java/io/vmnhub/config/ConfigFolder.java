// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.cluster.ClusterSettings;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.screening.ScreeningRules;
import io.vmnhub.smpp.SmppSettings;
import io.vmnhub.ss7.api.Ss7Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The YAML files of the {@code config} folder. Every call reads the file anew. Thread-safe when the two functions are.
 */
public final class ConfigFolder {

    private static final Binding<Ss7Settings> SS7 = new Ss7Binding();
    private static final Binding<SmppSettings> SMPP = new SmppBinding();
    private static final Binding<NumberPlan> NUMBERS = new NumbersBinding();
    private static final Binding<Map<String, ApplicationSettings>> APPLICATIONS = new ApplicationsBinding();
    private static final Binding<ScreeningRules> SCREENING = new ScreeningBinding();
    private static final Binding<ClusterSettings> CLUSTER = new ClusterBinding();

    private final Path folder;
    private final Placeholders placeholders;

    /**
     * @param folder the folder; errors name its files as {@code folder.resolve(name)}
     * @param properties what <code>{{name}}</code> becomes: application.properties with its overrides
     */
    public ConfigFolder(Path folder, Function<String, Optional<String>> properties) {
        this(folder, properties, name -> Optional.ofNullable(System.getenv(name)));
    }

    /** @param environment what <code>{{env:NAME}}</code> becomes */
    public ConfigFolder(
            Path folder,
            Function<String, Optional<String>> properties,
            Function<String, Optional<String>> environment) {
        this.folder = folder;
        this.placeholders = new Placeholders(folder, properties, environment);
    }

    /**
     * {@code ss7.yaml}.
     *
     * @throws ConfigException with everything that is wrong in it
     */
    public Ss7Settings ss7() {
        return load(SS7);
    }

    /**
     * {@code numbers.yaml}.
     *
     * @throws ConfigException with everything that is wrong in it
     */
    public NumberPlan numbers() {
        return load(NUMBERS);
    }

    /** What {@link #numbers()} reads: the file and those that it imports, as far as it can be read. */
    public List<Path> numbersFiles() {
        List<Path> files = new ArrayList<>(List.of(file(NUMBERS)));
        YamlFile.read(new Problems(file(NUMBERS)), NUMBERS.mostBytes())
                .map(YamlFile::json)
                .ifPresent(content -> content.path("imports")
                        .forEach(
                                one -> files.add(folder.resolve(one.path("file").asText()))));
        return files;
    }

    /**
     * {@code smpp.yaml}; nobody may bind without the file.
     *
     * @throws ConfigException with everything that is wrong in it
     */
    public SmppSettings smpp() {
        return Files.exists(file(SMPP)) ? load(SMPP) : SmppSettings.NONE;
    }

    /**
     * {@code applications.yaml} by the applications' names; empty without that file.
     *
     * @throws ConfigException with everything that is wrong in it
     */
    public Map<String, ApplicationSettings> applications() {
        return Files.exists(file(APPLICATIONS)) ? load(APPLICATIONS) : Map.of();
    }

    /**
     * In which form applications get messages, by their names, of {@code applications.yaml}.
     *
     * @throws ConfigException with everything that is wrong in it
     */
    public Map<String, MessagePolicy> messagePolicies() {
        Map<String, MessagePolicy> policies = new HashMap<>();
        applications().forEach((name, settings) -> policies.put(name, settings.messages()));
        return policies;
    }

    /**
     * {@code screening.yaml}; without that file everything passes.
     *
     * @throws ConfigException with everything that is wrong in it
     */
    public ScreeningRules screening() {
        return Files.exists(file(SCREENING)) ? load(SCREENING) : ScreeningRules.PERMISSIVE;
    }

    /**
     * {@code cluster.yaml}; empty without that file: the hub is by itself then.
     *
     * @throws ConfigException with everything that is wrong in it
     */
    public Optional<ClusterSettings> cluster() {
        return Files.exists(file(CLUSTER)) ? Optional.of(load(CLUSTER)) : Optional.empty();
    }

    /** What {@link #screening()} reads: the file and the lists that it names, as far as it can be read. */
    public List<Path> screeningFiles() {
        List<Path> files = new ArrayList<>(List.of(file(SCREENING)));
        YamlFile.read(new Problems(file(SCREENING)), SCREENING.mostBytes())
                .map(YamlFile::json)
                .ifPresent(content -> content.path("smscs")
                        .forEach(list -> list.path("files").forEach(name -> files.add(folder.resolve(name.asText())))));
        return files;
    }

    /**
     * What all files say together.
     *
     * @param ss7 empty, as the others, when something is wrong in the file
     * @param cluster empty, too, when there is no such file
     * @param errors everything that is wrong in all files; empty when nothing is
     */
    public record Contents(
            Optional<Ss7Settings> ss7,
            Optional<NumberPlan> numbers,
            Optional<SmppSettings> smpp,
            Optional<Map<String, ApplicationSettings>> applications,
            Optional<ScreeningRules> screening,
            Optional<ClusterSettings> cluster,
            List<Finding> errors) {}

    /** Reads all files, each once: those of the numbers may be large. */
    public Contents contents() {
        List<Finding> errors = new ArrayList<>();
        return new Contents(
                attempt(this::ss7, errors),
                attempt(this::numbers, errors),
                attempt(this::smpp, errors),
                attempt(this::applications, errors),
                attempt(this::screening, errors),
                attempt(this::cluster, errors).flatMap(found -> found),
                errors);
    }

    private static <T> Optional<T> attempt(Supplier<T> reading, List<Finding> errors) {
        try {
            return Optional.of(reading.get());
        } catch (ConfigException e) {
            errors.addAll(e.errors());
            return Optional.empty();
        }
    }

    private <T> T load(Binding<T> binding) {
        Problems problems = new Problems(file(binding));
        Optional<T> loaded = load(binding, problems);
        if (!problems.none()) {
            throw new ConfigException(problems.list());
        }
        return loaded.orElseThrow(() -> new IllegalStateException(file(binding) + " was refused without a reason"));
    }

    private <T> Optional<T> load(Binding<T> binding, Problems problems) {
        return YamlFile.read(problems, binding.mostBytes()).flatMap(read -> {
            YamlFile file = placeholders.resolve(read, problems);
            JsonNode content = FileSchema.named(binding.name()).check(file, problems);
            return content.isObject() ? binding.bind(Section.whole(file, content, problems)) : Optional.empty();
        });
    }

    private Path file(Binding<?> binding) {
        return folder.resolve(binding.name() + ".yaml");
    }
}
