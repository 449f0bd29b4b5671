// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import io.vmnhub.config.ConfigFolder;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
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

/** Which of the ports that the hub would listen on somebody else has. Binds each for a moment, and listens on none. */
final class PortCheck {

    private final HubHome home;
    private final HubProperties properties;
    private final List<Finding> findings = new ArrayList<>();

    PortCheck(HubHome home, HubProperties properties) {
        this.home = home;
        this.properties = properties;
    }

    /** Nothing when the files are wrong, which is reported elsewhere. */
    List<Finding> taken(ConfigFolder.Contents config) {
        if (config.ss7().isEmpty() || config.smpp().isEmpty()) {
            return List.of();
        }
        signalling(config.ss7().get());
        smpp(config.smpp().get());
        Path file = home.config().resolve("application.properties");
        if (properties.get("camel.management.enabled").orElse("true").equals("true")) {
            require(
                    properties.get("camel.management.host").orElse("127.0.0.1"),
                    Integer.parseInt(properties.get("camel.management.port").orElse("9090")),
                    Finding.of(file, 0, "camel.management.port"));
        }
        if (properties.isTrue(HubKey.HTTP_ENABLED)) {
            require(
                    properties.text(HubKey.HTTP_HOST),
                    properties.number(HubKey.HTTP_PORT),
                    Finding.of(file, 0, HubKey.HTTP_PORT.key()));
        }
        if (properties.text(HubKey.BROKER_URL).isBlank() && properties.isTrue(HubKey.BROKER_ENABLED)) {
            require(
                    properties.text(HubKey.BROKER_ADDRESS),
                    properties.number(HubKey.BROKER_PORT),
                    Finding.of(file, 0, HubKey.BROKER_PORT.key()));
        }
        config.cluster()
                .ifPresent(cluster -> require(
                        cluster.address(),
                        cluster.port(),
                        Finding.of(home.config().resolve("cluster.yaml"), 0, "bind.port")));
        return findings;
    }

    private void signalling(Ss7Settings settings) {
        YamlFile file = YamlFile.read(home.config().resolve("ss7.yaml"));
        for (int i = 0; i < settings.associations().size(); i++) {
            Ss7Settings.Association association = settings.associations().get(i);
            if (association.side() == Ss7Settings.Side.SERVER && association.protocol() == Ss7Settings.Protocol.TCP) {
                Finding place = file.error("/associations/" + i + "/local/port", "associations[" + i + "].local.port");
                association.localAddresses().forEach(address -> require(address, association.localPort(), place));
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
            require(
                    listener.address(),
                    listener.port(),
                    file.error("/listeners/" + i + "/port", "listeners[" + i + "].port"));
        }
    }

    /** @param place with the name of the key as its message */
    private void require(String host, int port, Finding place) {
        try (Socket probe = new Socket()) {
            probe.setReuseAddress(true); // connections that have ended are not in the way
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            findings.add(new Finding(
                    place.file(),
                    place.line(),
                    place.column(),
                    place.message() + ": " + host + ":" + port + " cannot be listened on (" + e.getMessage()
                            + "): stop what uses it, or choose another"));
        }
    }
}
