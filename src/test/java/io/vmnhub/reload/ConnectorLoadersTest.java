// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.fixture.DisagreeingConnectors;
import io.vmnhub.fixture.TinyJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two connectors that need different versions of a library, in one context. */
class ConnectorLoadersTest {

    private static final String FIRST = " bean1 service1 uri:v1 first1/1 shared1/1 letter1";
    private static final String SECOND = " bean2 service2 uri:v2 second2/2 shared2/2 letter2";

    @TempDir
    private Path folder;

    private DisagreeingConnectors connectors;
    private HubCamelContext context;

    @BeforeEach
    void start() throws Exception {
        connectors = new DisagreeingConnectors(folder);
        connectors.write();
        context = new HubCamelContext();
        context.use(ConnectorLoaders.of(connectors.lib()));
        context.getCamelContextExtension().addInterceptStrategy(new ConnectorSteps());
        KameletComponent kamelets = new KameletComponent();
        kamelets.setLocation("file:" + folder);
        context.addComponent("kamelet", kamelets);
    }

    @AfterEach
    void stop() throws IOException {
        context.close();
    }

    private void run() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:first").to("kamelet:first-sink");
                from("direct:second").to("kamelet:second-sink");
                from("direct:plain").setBody(constant("")).to("shared:one").toD("second:${header.name}");
            }
        });
        context.start();
    }

    private String send(String route) {
        return context.createProducerTemplate().requestBodyAndHeader("direct:" + route, "x", "name", "x", String.class);
    }

    @Test
    void eachFindsItsOwnComponentsBeansServicesAndTypeConverters() throws Exception {
        run();
        assertThat(send("first")).isEqualTo(FIRST);
        assertThat(send("second")).isEqualTo(SECOND);
        assertThat(send("first")).isEqualTo(FIRST);
        assertThat(send("plain")).as("a route finds the first that has it").isEqualTo(" shared1/1 second2/2");
    }

    @Test
    void theyMayBeMadeInAnyOrderAndWhileTheContextRuns() throws Exception {
        context.start();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:second").to("kamelet:second-sink");
                from("direct:first").to("kamelet:first-sink");
            }
        });
        assertThat(send("second")).isEqualTo(SECOND);
        assertThat(send("first")).isEqualTo(FIRST);
    }

    @Test
    void whatAConnectorStartsHasItsLoader() throws Exception {
        Queue<String> fetched = new ConcurrentLinkedQueue<>();
        Processor take = exchange -> fetched.add(exchange.getMessage().getBody(String.class));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("first:here").process(take);
                from("second:here").process(take);
            }
        });
        context.start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> fetched.size() == 2);
        assertThat(fetched).containsExactlyInAnyOrder("first1/1", "second2/2");
    }

    @Test
    void aComponentHasTheOptionsOfApplicationPropertiesInEveryLoader() throws Exception {
        context.getPropertiesComponent().addInitialProperty("camel.component.shared.autowired-enabled", "false");
        run();
        send("first");
        send("second");
        for (JarLoader loader : context.loaders().all()) {
            if (loader.has("org/example/SharedComponent.class")) {
                try (ContextClassLoader scope = ContextClassLoader.of(loader)) {
                    assertThat(context.hasComponent("shared").isAutowiredEnabled())
                            .isFalse();
                }
            }
        }
    }

    @Test
    void jarsThatNoConnectorBroughtAreSeenByAllAndSeeThem() throws Exception {
        new TinyJar()
                .with(connectors.lib().resolve("library-1.jar"))
                .source("org.example.loose.Own", """
                        public class Own implements org.apache.camel.Processor {
                            public void process(org.apache.camel.Exchange exchange) {
                                exchange.getMessage().setBody("loose" + org.example.Library.any());
                            }
                        }
                        """)
                .to(connectors.lib().resolve("loose.jar"));
        context.use(context.loaders().next(List.of(connectors.lib().resolve("loose.jar"))));
        context.getRegistry()
                .bind(
                        "own",
                        context.getInjector()
                                .newInstance(context.getClassResolver().resolveClass("org.example.loose.Own")));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:loose").process("own");
            }
        });
        context.start();
        assertThat(send("loose")).isEqualTo("loose1");
        JarLoader common = context.loaders().all().iterator().next();
        JarLoader second = context.loaders().of("second-sink").orElseThrow();
        ConnectorLoaders next = context.loaders().next(List.of(connectors.lib().resolve("library-1.jar")));
        assertThat(next.all())
                .as("the loose jar is linked to the first, and goes with it")
                .hasSize(3)
                .contains(second)
                .doesNotContain(common, context.loaders().of("first-sink").orElseThrow());
        assertThat(second.loadClass("org.example.loose.Own").getClassLoader()).isSameAs(common);
        assertThat(second.loadClass("org.example.Library").getClassLoader()).isSameAs(second);
    }

    @Test
    void aChangedJarReplacesTheLoaderOfItsConnectorOnly() throws Exception {
        run();
        send("first");
        send("second");
        ConnectorLoaders former = context.loaders();
        context.use(former.next(List.of(connectors.library("1", "3"))));
        assertThat(context.loaders().of("second-sink"))
                .containsSame(former.of("second-sink").orElseThrow());
        context.removeRouteTemplateDefinitions("first-sink");
        context.forget(endpoint -> endpoint.getEndpointUri().startsWith("first:")
                || endpoint.getEndpointUri().startsWith("shared:"));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:again").to("kamelet:first-sink/again");
            }
        });
        assertThat(send("again")).isEqualTo(" bean3 service3 uri:v3 first3/3 shared3/3 letter3");
        assertThat(send("first")).as("what runs keeps its classes").isEqualTo(FIRST);
        assertThat(send("second")).isEqualTo(SECOND);
    }

    @Test
    void aChangeThatCannotBeUsedLeavesAllAsItWas() throws Exception {
        new TinyJar()
                .source("org.example.Other", "public class Other {}")
                .file("META-INF/services/org/apache/camel/TypeConverterLoader", "org.example.Missing")
                .to(connectors.lib().resolve("library-1.jar"));
        ConnectorLoaders former = context.loaders();
        ConnectorLoaders next = former.next(List.of(connectors.lib().resolve("library-1.jar")));
        assertThatThrownBy(() -> context.use(next))
                .hasMessageContaining("type converters of first-sink cannot be loaded: org.example.Missing");
        assertThat(context.loaders()).isSameAs(former);
    }

    @Test
    void connectorsWithTheSameJarsShareALoader() throws IOException {
        connectors.lock(Map.of(
                "first-sink", List.of("first.jar", "library-1.jar"),
                "like-first-sink", List.of("library-1.jar", "first.jar")));
        ConnectorLoaders loaders = ConnectorLoaders.of(connectors.lib());
        assertThat(loaders.of("like-first-sink"))
                .containsSame(loaders.of("first-sink").orElseThrow());
        loaders.close();
    }

    @Test
    void theLoadersOfWhatStaysStay() throws IOException {
        ConnectorLoaders before = ConnectorLoaders.of(connectors.lib());
        Files.copy(connectors.lib().resolve("first.jar"), connectors.lib().resolve("added.jar"));
        ConnectorLoaders after = before.next(List.of(connectors.lib().resolve("added.jar")));
        assertThat(after.all()).isEqualTo(before.all());
        assertThat(after.next(List.of(connectors.lib().resolve("added.jar"))).all())
                .as("an added jar that is changed replaces the common loader")
                .hasSize(3)
                .isNotEqualTo(after.all());
        before.close();
    }
}
