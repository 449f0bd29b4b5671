// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.api.soap.SoapSettings;
import io.vmnhub.api.soap.SoapSettings.Authentication;
import io.vmnhub.api.soap.SoapSettings.Credentials;
import io.vmnhub.api.soap.SoapSettings.Delivery;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The keys below {@code soap} of an application: how it shows who it is, and how messages are handed out to it. */
final class SoapKeys {

    private SoapKeys() {}

    /**
     * @param users whose the user names of other applications are, by user name; gets this one's
     * @return empty when something is wrong, which is reported
     */
    static Optional<SoapSettings> read(Section soap, String application, Map<String, String> users) {
        Optional<Duration> lease = soap.duration("lease");
        Optional<Credentials> notification = Optional.empty();
        if (soap.has("notification") && soap.sound("notification")) {
            Section shown = soap.section("notification");
            notification = shown.build(() -> new Credentials(
                    shown.choice("authentication", Authentication.PASSWORD_DIGEST),
                    shown.text("username"),
                    shown.text("password")));
        }
        String username = soap.has("username") ? soap.text("username") : application;
        String other = users.putIfAbsent(username, application);
        if (other != null) {
            soap.problem("has the user name of application " + other + "; each needs one of its own");
        }
        Optional<Credentials> found = notification;
        return soap.sound()
                ? soap.build(() -> new SoapSettings(
                        username,
                        soap.text("password"),
                        soap.choice("delivery", Delivery.AT_MOST_ONCE),
                        lease.orElse(SoapSettings.LEASE),
                        soap.integer("maxBatchSize", SoapSettings.MAX_BATCH_SIZE),
                        soap.integer("requestsPerSecond", SoapSettings.REQUESTS_PER_SECOND),
                        soap.flag("allowPrivateTargets", false),
                        ApiKeys.notifyPorts(soap),
                        found))
                : Optional.empty();
    }
}
