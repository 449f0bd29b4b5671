// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import io.vmnhub.config.ConfigFolder;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.config.PropertiesFile;
import io.vmnhub.config.YamlFile;
import io.vmnhub.smpp.SmppSettings;
import io.vmnhub.ss7.api.Ss7Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The TCP ports that a hub would listen on: which of them it has twice, and which somebody else has. */
final class PortCheck {

    private static final Set<String> HTTP_SCHEMES = Set.of("platform-http", "cxf");

    private final HubHome home;
    private final HubProperties properties;
    private final List<PropertiesFile> files;
    private final List<Port> ports = new ArrayList<>();

    /**
     * One port.
     *
     * @param place where it is set, with the name of the key as its message
     */
    private record Port(String host, int number, Finding place) {

        boolean isSame(Port other) {
            return number == other.number
                    && (host.equals(other.host) || isOfAllAddresses() || other.isOfAllAddresses());
        }

        private boolean isOfAllAddresses() {
            return host.equals("0.0.0.0") || host.equals("::");
        }

        Finding found(String message) {
            return new Finding(place.file(), place.line(), place.column(), place.message() + ": " + message);
        }
    }

    /**
     * @param files in which a key's line is looked for; the last that has it counts
     * @param config what is wrong in it is reported elsewhere, and listens nowhere here
     * @param uses of all routes and Kamelets
     */
    PortCheck(
            HubHome home,
            HubProperties properties,
            List<PropertiesFile> files,
            ConfigFolder.Contents config,
            List<EndpointUse> uses) {
        this.home = home;
        this.properties = properties;
        this.files = files;
        config.ss7().ifPresent(this::signalling);
        config.smpp().ifPresent(this::smpp);
        if (properties.get("camel.management.enabled").orElse("true").equals("true")) {
            add(
                    properties.get("camel.management.host").orElse("127.0.0.1"),
                    properties.get("camel.management.port").orElse("9090"),
                    "camel.management.port");
        }
        if (isHttpOpen(config, uses)) {
            add(properties.text(HubKey.HTTP_HOST), properties.text(HubKey.HTTP_PORT), HubKey.HTTP_PORT.key());
        }
        if (properties.text(HubKey.BROKER_URL).isBlank()
                && !properties.family(HubKey.BROKER_USERS).isEmpty()) {
            add(properties.text(HubKey.BROKER_ADDRESS), properties.text(HubKey.BROKER_PORT), HubKey.BROKER_PORT.key());
        }
        config.cluster()
                .ifPresent(cluster -> ports.add(new Port(
                        cluster.address(),
                        cluster.port(),
                        YamlFile.read(home.config().resolve("cluster.yaml")).error("/bind/port", "bind.port"))));
    }

    /** Each that stands in two places; links of the SS7 side may share one. */
    List<Finding> shared() {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            Port port = ports.get(i);
            ports.subList(0, i).stream()
                    .filter(other -> other.isSame(port) && !isShared(other, port))
                    .findFirst()
                    .ifPresent(other -> findings.add(port.found("the port " + port.number() + " is that of "
                            + other.place().message() + " in "
                            + other.found("").line(home.folder()).replaceFirst(": .*", "")
                            + " already: choose another")));
        }
        return findings;
    }

    private boolean isShared(Port one, Port other) {
        Path links = home.config().resolve("ss7.yaml");
        return one.place().file().equals(links) && other.place().file().equals(links);
    }

    /** Each that cannot be listened on. Binds each for a moment, and listens on none. */
    List<Finding> taken() {
        return ports.stream().flatMap(port -> taken(port).stream()).toList();
    }

    private static Optional<Finding> taken(Port port) {
        try (Socket probe = new Socket()) {
            probe.setReuseAddress(true); // connections that have ended are not in the way
            probe.bind(new InetSocketAddress(InetAddress.getByName(port.host()), port.number()));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(port.found(port.host() + ":" + port.number() + " cannot be listened on ("
                    + e.getMessage() + "): stop what uses it, or choose another"));
        }
    }

    private void signalling(Ss7Settings settings) {
        YamlFile file = YamlFile.read(home.config().resolve("ss7.yaml"));
        for (int i = 0; i < settings.associations().size(); i++) {
            Ss7Settings.Association association = settings.associations().get(i);
            if (association.side() == Ss7Settings.Side.SERVER && association.protocol() == Ss7Settings.Protocol.TCP) {
                Finding place = file.error("/associations/" + i + "/local/port", "associations[" + i + "].local.port");
                association
                        .localAddresses()
                        .forEach(address -> ports.add(new Port(address, association.localPort(), place)));
            }
        }
    }

    private void smpp(SmppSettings settings) {
        if (settings.listeners().isEmpty()) {
            return;
        }
        YamlFile file = YamlFile.read(home.config().resolve("smpp.yaml"));
        for (int i = 0; i < settings.listeners().size(); i++) {
            SmppSettings.Listener listener = settings.listeners().get(i);
            ports.add(new Port(
                    listener.address(),
                    listener.port(),
                    file.error("/listeners/" + i + "/port", "listeners[" + i + "].port")));
        }
    }

    /** As the hub decides it: by the key, or for applications and routes that need the port. */
    private boolean isHttpOpen(ConfigFolder.Contents config, List<EndpointUse> uses) {
        return properties.isTrue(HubKey.HTTP_ENABLED)
                || properties.text(HubKey.HTTP_ENABLED).equalsIgnoreCase("auto")
                        && (config.applications().stream()
                                        .flatMap(all -> all.values().stream())
                                        .anyMatch(
                                                application -> application.api().isPresent()
                                                        || application.soap().isPresent())
                                || uses.stream()
                                        .anyMatch(use ->
                                                use.step().equals("from") && HTTP_SCHEMES.contains(use.scheme())));
    }

    private void add(String host, String number, String key) {
        if (number.strip().matches("[0-9]{1,5}")) {
            ports.add(new Port(host.strip(), Integer.parseInt(number.strip()), place(key, number)));
        }
    }

    /** Where the value in force stands; none when the command line or the environment has it. */
    private Finding place(String key, String value) {
        return files.stream()
                .flatMap(file -> file.entries().stream()
                        .filter(entry ->
                                entry.key().equals(key) && entry.value().equals(value))
                        .map(entry -> Finding.of(file.path(), entry.line(), key)))
                .reduce((first, second) -> second)
                .orElseGet(() -> Finding.of(home.config().resolve("application.properties"), 0, key));
    }
}
