// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.config.HubHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteChangesTest {

    private static final Set<String> NONE = Set.of();

    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        for (String name : new String[] {"config", "routes", "connectors"}) {
            Files.createDirectories(folder.resolve(name));
        }
        write("routes/two.camel.yaml", route("one", "kamelet:own-sink") + route("two", "\"direct:{{own.name}}\""));
        write("routes/three.camel.yaml", route("three", "sms-webhook:x?template=config/own.json"));
        kamelet("own-sink", "log:own");
        kamelet("outer-sink", "kamelet:own-sink");
        write("routes/four.camel.yaml", route("four", "kamelet:outer-sink?own=1"));
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
    }

    private void kamelet(String name, String to) throws IOException {
        write(
                "connectors/" + name + ".kamelet.yaml",
                "metadata:\n  name: " + name + "\nspec:\n  template:\n    from:\n      uri: kamelet:source\n"
                        + "      steps:\n        - to: " + to + "\n");
    }

    private static String route(String id, String to) {
        return "- route:\n    id: " + id + "\n    from:\n      uri: direct:" + id + "\n      steps:\n        - to: "
                + to + "\n";
    }

    private RouteFiles read() throws IOException {
        return RouteFiles.read(new HubHome(folder));
    }

    private RouteChanges changes(RouteFiles before, Set<String> properties, Set<String> files) throws IOException {
        return RouteChanges.between(before, read(), properties, files, Set.of(), mentions -> false);
    }

    @Test
    void ofARouteFileTheRouteThatDiffersChangesAndNoOther() throws IOException {
        RouteFiles before = read();
        write("routes/two.camel.yaml", "# moved\n" + route("one", "kamelet:own-sink") + route("two", "direct:three"));
        assertThat(changes(before, NONE, NONE)).isEqualTo(new RouteChanges(Set.of("two"), NONE, NONE));
    }

    @Test
    void aRouteIsAddedAndAnotherIsGone() throws IOException {
        RouteFiles before = read();
        write("routes/two.camel.yaml", route("one", "kamelet:own-sink") + route("five", "direct:one"));
        assertThat(changes(before, NONE, NONE)).isEqualTo(new RouteChanges(Set.of("five"), Set.of("two"), NONE));
    }

    @Test
    void whatStandsBesideRoutesConcernsAllRoutesOfItsFile() throws IOException {
        RouteFiles before = read();
        write(
                "routes/two.camel.yaml",
                "- onException:\n    exception: [java.lang.Exception]\n" + route("one", "kamelet:own-sink")
                        + route("two", "\"direct:{{own.name}}\""));
        assertThat(changes(before, NONE, NONE).next()).containsExactly("one", "two");
        assertThat(read().changedForAll(before, folder.resolve("routes/two.camel.yaml")))
                .isEmpty();
    }

    @Test
    void beansHoldForAllRoutesAndWaitForTheNextStart() throws IOException {
        RouteFiles before = read();
        write("routes/three.camel.yaml", "- beans:\n    - {name: own, type: java.lang.Object}\n");
        assertThat(read().changedForAll(before, folder.resolve("routes/three.camel.yaml")))
                .containsExactly("beans");
    }

    @Test
    void aKameletConcernsTheKameletsAndRoutesThatUseIt() throws IOException {
        RouteFiles before = read();
        kamelet("own-sink", "log:other");
        assertThat(changes(before, NONE, NONE))
                .isEqualTo(new RouteChanges(Set.of("one", "four"), NONE, Set.of("own-sink", "outer-sink")));
    }

    @Test
    void aPropertyConcernsTheRoutesThatNameItAndTheKameletThatIsSetByIt() throws IOException {
        assertThat(changes(read(), Set.of("own.name"), NONE).next()).containsExactly("two");
        assertThat(changes(read(), Set.of("own.nam"), NONE).isEmpty()).isTrue();
        assertThat(changes(read(), Set.of("camel.kamelet.outer-sink.own"), NONE).next())
                .containsExactly("four");
    }

    @Test
    void aFileConcernsTheRoutesThatNameIt() throws IOException {
        assertThat(changes(read(), NONE, Set.of("own.json")).next()).containsExactly("three");
        assertThat(changes(read(), NONE, Set.of("n.json")).isEmpty()).isTrue();
    }

    @Test
    void anEditorsCopyIsNoRoute() throws IOException {
        RouteFiles before = read();
        write("routes/.#two.camel.yaml", route("six", "direct:one"));
        write("routes/two.camel.yaml~", route("seven", "direct:one"));
        assertThat(changes(before, NONE, NONE).isEmpty()).isTrue();
        assertThat(FolderState.contents(
                                new HubHome(folder), NONE.stream().map(Path::of).toList())
                        .files()
                        .keySet())
                .noneMatch(
                        file -> file.toString().contains("#") || file.toString().endsWith("~"));
    }
}
