// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.config.DidYouMean;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.config.YamlFile;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether what routes name is in the hub's other files, and what those have is used by a route. */
final class UseCheck {

    private static final Set<String> QUEUE_COMPONENTS = Set.of("jms", "amqp");
    private static final Set<String> READING_STEPS = Set.of("from", "pollEnrich", "poll");
    private static final Set<String> OTHER_BROKER = Set.of("connectionFactory", "url");

    private final List<EndpointUse> all;
    private final List<EndpointUse> uses;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Finding> hints = new ArrayList<>();

    /** @param uses of all routes and Kamelets */
    UseCheck(List<EndpointUse> uses) {
        this.all = uses;
        this.uses = uses.stream()
                .filter(use -> !use.file().path().toString().endsWith(".kamelet.yaml"))
                .toList();
    }

    List<Finding> findings() {
        return findings;
    }

    List<Finding> hints() {
        return hints;
    }

    /** A route that delivers stored messages is for an application that has numbers. */
    void storesHaveApplications(Set<String> applications) {
        for (EndpointUse use : uses) {
            Optional<String> application = use.step().equals("from") ? stored(use) : Optional.empty();
            if (application.isPresent() && !applications.contains(application.get())) {
                findings.add(at(
                        use,
                        "no number of config/numbers.yaml belongs to the application " + application.get()
                                + DidYouMean.question(application.get(), applications)));
            }
        }
    }

    private static Optional<String> stored(EndpointUse use) {
        Optional<String> name = use.scheme().equals("store")
                ? Optional.of(use.path().replaceFirst("^/", ""))
                : isKamelet(use, "store-source")
                        ? Optional.ofNullable(use.parameters().get("application"))
                                .map(EndpointUse.Parameter::plain)
                        : Optional.empty();
        return name.filter(text -> !text.isEmpty() && !text.contains("{{"));
    }

    /** Applications that {@code applications.yaml} describes have numbers. */
    void describedApplicationsHaveNumbers(YamlFile described, Set<String> applications) {
        described.json().path("applications").fieldNames().forEachRemaining(name -> {
            if (!applications.contains(name)) {
                hints.add(described.error(
                        YamlFile.pointer("/applications", name),
                        "no number of config/numbers.yaml belongs to " + name
                                + DidYouMean.question(name, applications)));
            }
        });
    }

    /** Each account that may bind gets messages from a route. */
    void accountsAreUsed(YamlFile smpp, Set<String> enabled) {
        Set<String> used =
                uses.stream().flatMap(use -> account(use).stream()).collect(Collectors.toCollection(TreeSet::new));
        if (used.stream().anyMatch(EndpointUse::isDynamic)) {
            return; // which accounts these are only the running hub knows
        }
        JsonNode accounts = smpp.json().path("accounts");
        for (int i = 0; i < accounts.size(); i++) {
            String account = accounts.get(i).path("systemId").asText("");
            if (enabled.contains(account) && !used.contains(account)) {
                hints.add(smpp.error(
                        "/accounts/" + i + "/systemId",
                        "no route delivers to the account " + account + ": kamelet:smpp-server-sink?account=" + account
                                + " does"));
            }
        }
    }

    private static Optional<String> account(EndpointUse use) {
        return use.scheme().equals("smpp-server")
                ? Optional.of(use.path())
                : isKamelet(use, "smpp-server-sink")
                        ? Optional.ofNullable(use.parameters().get("account")).map(EndpointUse.Parameter::plain)
                        : use.scheme().equals("kamelet") && use.path().contains("{")
                                ? Optional.of(use.path())
                                : Optional.empty();
    }

    /** The files of templates are there. */
    void templatesAreThere(HubHome home) {
        for (EndpointUse use : uses) {
            EndpointUse.Parameter template = use.parameters().get("template");
            if (isKamelet(use, "template-action")
                    && template != null
                    && !EndpointUse.isDynamic(template.plain())
                    && !Files.isReadable(home.folder().resolve(template.plain().strip()))) {
                findings.add(at(
                        use,
                        "there is no file " + template.plain().strip()
                                + ": names of templates begin at the hub's folder"));
            }
        }
    }

    /** A route takes what others put into memory with {@code seda:}. */
    void memoryQueuesAreRead() {
        Set<String> read = read(Set.of("seda"));
        if (read.stream().anyMatch(EndpointUse::isDynamic)) {
            return;
        }
        for (EndpointUse use : uses) {
            if (use.scheme().equals("seda") && !isReading(use) && !use.isDynamic() && !read.contains(use.path())) {
                findings.add(at(
                        use,
                        "no route begins with seda:" + use.path()
                                + DidYouMean.to(use.path(), read)
                                        .map(near -> "; did you mean seda:" + near + "?")
                                        .orElse("")));
            }
        }
    }

    private static boolean isReading(EndpointUse use) {
        return READING_STEPS.contains(use.step());
    }

    /** The queues that routes and Kamelets read. */
    private Set<String> read(Set<String> schemes) {
        return all.stream()
                .filter(use -> isReading(use) && schemes.contains(use.scheme()))
                .map(use -> use.path().replaceFirst("^queue:", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Each queue of the hub's own broker that a route fills has a reader: a user of the broker, or a route. */
    void queuesAreRead(HubProperties properties) {
        if (!properties.text(HubKey.BROKER_URL).isBlank()) {
            return; // who reads a broker elsewhere only that broker knows
        }
        Set<String> read = read(QUEUE_COMPONENTS);
        if (read.stream().anyMatch(EndpointUse::isDynamic)) {
            return;
        }
        for (EndpointUse use : uses) {
            Optional<String> queue = queue(use, properties).filter(name -> !read.contains(name));
            if (queue.isPresent()
                    && properties
                            .get(HubKey.BROKER_USERS.family() + user(queue.get()))
                            .isEmpty()) {
                hints.add(at(
                        use,
                        "nobody reads the queue " + queue.get() + ": "
                                + (queue.get().startsWith("sms.")
                                        ? "there is no user " + HubKey.BROKER_USERS.family() + user(queue.get())
                                                + " in config/application.properties"
                                        : "no route begins with it, and users of the broker read the queues "
                                                + "sms.<application> and sms.<application>:<name> only")));
            }
        }
    }

    /** The application whose user may read the queue; its own name where it is not of that form. */
    private static String user(String queue) {
        return queue.startsWith("sms.") ? queue.substring(4).split(":", 2)[0] : queue;
    }

    private static Optional<String> queue(EndpointUse use, HubProperties properties) {
        Optional<String> queue = isKamelet(use, "jms-sink")
                ? isTopic(use) ? Optional.empty() : queueOfSink(use)
                : queueOfComponent(use, properties);
        return use.parameters().keySet().stream().anyMatch(OTHER_BROKER::contains)
                ? Optional.empty()
                : queue.filter(name -> !EndpointUse.isDynamic(name));
    }

    private static Optional<String> queueOfSink(EndpointUse use) {
        return Optional.ofNullable(use.parameters().get("destination"))
                .map(EndpointUse.Parameter::plain)
                .or(() -> application(use).map(application -> "sms." + application));
    }

    private static Optional<String> queueOfComponent(EndpointUse use, HubProperties properties) {
        String component = "camel.component." + use.scheme() + ".";
        return QUEUE_COMPONENTS.contains(use.scheme())
                        && !isReading(use)
                        && !use.path().matches("(topic|temp-queue|temp-topic):.*")
                        && properties.all().stringPropertyNames().stream().noneMatch(key -> key.startsWith(component))
                ? Optional.of(use.path().replaceFirst("^queue:", ""))
                : Optional.empty();
    }

    private static boolean isTopic(EndpointUse use) {
        return use.parameters().containsKey("topic")
                && !use.parameters().get("topic").plain().equals("false");
    }

    /** Of the route that the step stands in. */
    private static Optional<String> application(EndpointUse use) {
        return RouteOutline.of(use.file()).stream()
                .filter(route -> route.beginsWith("direct"))
                .filter(route -> use.pointer().startsWith(route.pointer() + "/"))
                .map(RouteOutline::name)
                .findFirst();
    }

    private static boolean isKamelet(EndpointUse use, String name) {
        return use.scheme().equals("kamelet") && use.path().split("/", 2)[0].equals(name);
    }

    private static Finding at(EndpointUse use, String message) {
        return Finding.of(use.file().path(), use.file().position(use.pointer()).line(), message);
    }
}
