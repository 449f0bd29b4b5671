// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubProperties;
import io.vmnhub.config.LiveProperties;
import io.vmnhub.reload.ReloadResult.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes changed files of the hub's folders: all that have changed are checked as one, apart from what runs, and when
 * nothing is wrong what they concern changes, and nothing else. When something is wrong all stays as it was. Not
 * thread-safe: {@link ReloadService} calls it from one thread.
 */
final class Reload {

    private static final Logger LOG = LoggerFactory.getLogger("io.vmnhub.reload");
    private static final int MOST_LOOKS = 5;

    private final HubHome home;
    private final LiveProperties properties;
    private final HomeCheck check;
    private final ConfigReload config;
    private final RunningRoutes routes;
    private FolderState inForce;

    /** @throws IOException when a folder cannot be read */
    Reload(HubHome home, LiveProperties properties, HomeCheck check, ConfigReload config, RunningRoutes routes)
            throws IOException {
        this.home = home;
        this.properties = properties;
        this.check = check;
        this.config = config;
        this.routes = routes;
        inForce = FolderState.contents(home, Set.of());
    }

    /** What has been looked at and the files are as they were then. */
    private record Candidate(FolderState state, HubProperties properties, RouteFiles routes, List<Finding> findings) {}

    /** @param dryRun whether the findings are all that is wanted */
    ReloadResult run(boolean dryRun) throws IOException {
        Set<Path> named = config.named();
        FolderState before = with(named);
        Candidate candidate = look(named, before, dryRun);
        SortedSet<Path> changed = candidate.state().differences(before);
        if (!candidate.findings().isEmpty()) {
            if (!dryRun) {
                refused(candidate.findings(), changed);
            }
            return result(Outcome.REFUSED, dryRun, changed, candidate.findings());
        }
        if (dryRun || changed.isEmpty()) {
            return result(changed.isEmpty() ? Outcome.UNCHANGED : Outcome.TAKEN, dryRun, changed, List.of());
        }
        return take(candidate, changed);
    }

    /** A file elsewhere that is named for the first time has not changed by that. */
    private FolderState with(Set<Path> named) throws IOException {
        FolderState all = FolderState.contents(home, named);
        TreeMap<Path, String> files = new TreeMap<>(inForce.files());
        all.files().forEach((file, state) -> {
            if (!file.startsWith(home.routes())
                    && !file.startsWith(home.connectors())
                    && !file.startsWith(home.config())) {
                files.putIfAbsent(file, state);
            }
        });
        return new FolderState(files);
    }

    /** Reads and checks, again when a file has changed meanwhile. */
    private Candidate look(Set<Path> named, FolderState before, boolean always) throws IOException {
        for (int i = 1; ; i++) {
            FolderState state = FolderState.contents(home, named);
            SortedSet<Path> changed = state.differences(before);
            HubProperties read = properties.current().readAgain();
            RouteFiles files = RouteFiles.read(home);
            List<Finding> findings = changed.isEmpty() && !always
                    ? List.of()
                    : check.findings(home, read, always || changed.stream().anyMatch(this::concernsRoutes));
            if (state.equals(FolderState.contents(home, named))) {
                return new Candidate(state, read, files, findings);
            }
            if (i == MOST_LOOKS) {
                throw new IOException("the files change all the time: nothing was taken");
            }
        }
    }

    /** Those that only have numbers or links, which routes do not name, are checked without making routes. */
    private boolean concernsRoutes(Path file) {
        return !Set.of("numbers.yaml", "applications.yaml", "ss7.yaml")
                        .contains(file.getFileName().toString())
                || !file.startsWith(home.config());
    }

    private ReloadResult take(Candidate candidate, SortedSet<Path> changed) {
        HubProperties former = properties.current();
        Set<String> keys = PropertyChanges.between(former, candidate.properties());
        properties.become(candidate.properties());
        Set<String> others = changed.stream()
                .filter(file -> !RunningRoutes.isRead(home, file))
                .map(file -> file.getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        try {
            routes.become(candidate.routes(), candidate.properties(), keys, others, changed);
        } catch (Exception e) {
            properties.become(former);
            routes.properties(former);
            List<Finding> findings = List.of(routes.finding(e, changed));
            refused(findings, changed);
            return result(Outcome.REFUSED, false, changed, findings);
        }
        List<Finding> findings = new ArrayList<>(config.take(changed, keys));
        findings.addAll(routes.removeGone());
        Set<Path> failed = findings.stream().map(Finding::file).collect(Collectors.toSet());
        inForce = candidate.state().except(failed, inForce);
        waiting(keys);
        SortedSet<Path> taken = new TreeSet<>(changed);
        taken.removeAll(failed);
        if (!taken.isEmpty()) {
            LOG.info("Changed files are in force: {}", names(taken));
        }
        return result(findings.isEmpty() ? Outcome.TAKEN : Outcome.REFUSED, false, changed, findings);
    }

    private void waiting(Set<String> changed) {
        List<String> keys = PropertyChanges.waiting(changed, placeholders());
        Set<String> sinceStart = PropertyChanges.between(properties.started(), properties.current());
        keys.stream()
                .filter(sinceStart::contains)
                .forEach(key -> LOG.warn(
                        "config/application.properties: {} has changed and takes effect at the next start", key));
        routes.later()
                .forEach((file, what) -> LOG.warn(
                        "{}: what has changed of {} takes effect at the next start",
                        home.folder().relativize(file),
                        String.join(", ", what)));
    }

    private Set<String> placeholders() {
        Set<String> all = new TreeSet<>(config.properties());
        all.addAll(routes.placeholders());
        return all;
    }

    /** By file, what takes effect at the next start. */
    SortedMap<Path, List<String>> later() {
        SortedMap<Path, List<String>> later = new TreeMap<>(config.later());
        later.putAll(routes.later());
        List<String> keys = PropertyChanges.waiting(
                PropertyChanges.between(properties.started(), properties.current()), placeholders());
        if (!keys.isEmpty()) {
            later.put(home.config().resolve("application.properties"), keys);
        }
        return later;
    }

    private void refused(List<Finding> findings, SortedSet<Path> changed) {
        LOG.error(
                changed.size() == 1
                        ? "{} has changed and is wrong, so the hub keeps what it had:{}{}"
                        : "{} have changed and something is wrong, so the hub keeps what it had:{}{}",
                names(changed),
                System.lineSeparator(),
                findings.stream()
                        .map(finding -> finding.line(home.folder()))
                        .collect(Collectors.joining(System.lineSeparator())));
    }

    private String names(SortedSet<Path> files) {
        return files.stream()
                .map(file -> file.startsWith(home.folder())
                        ? home.folder().relativize(file).toString()
                        : file.toString())
                .collect(Collectors.joining(", "));
    }

    private ReloadResult result(Outcome outcome, boolean dryRun, SortedSet<Path> changed, List<Finding> findings) {
        return new ReloadResult(Instant.now(), outcome, dryRun, List.copyOf(changed), findings, later());
    }
}
