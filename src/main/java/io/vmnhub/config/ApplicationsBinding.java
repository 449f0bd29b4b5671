// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.numbering.Absence;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.numbering.MessagePolicy.Duplicates;
import io.vmnhub.numbering.MessagePolicy.Incomplete;
import io.vmnhub.numbering.MessagePolicy.LongMessages;
import io.vmnhub.sms.TimeWindow;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code applications.yaml}: what does not fit an application's route. */
final class ApplicationsBinding implements Binding<Map<String, ApplicationSettings>> {

    @Override
    public String name() {
        return "applications";
    }

    @Override
    public Optional<Map<String, ApplicationSettings>> bind(Section root) {
        Map<String, ApplicationSettings> applications = new LinkedHashMap<>();
        Map<String, String> soapUsers = new HashMap<>();
        if (root.has("applications")) {
            Section all = root.section("applications");
            for (String name : all.keys()) {
                Section application = all.section(name);
                if (application.sound()) {
                    applications.put(
                            name,
                            new ApplicationSettings(
                                    (application.has("messages")
                                                    ? messages(application.section("messages"))
                                                    : MessagePolicy.DEFAULT)
                                            .withAbsence(
                                                    application.has("absence")
                                                            ? absence(application.section("absence"))
                                                            : Optional.empty()),
                                    application.has("api")
                                            ? ApiKeys.read(application.section("api"))
                                            : Optional.empty(),
                                    application.has("soap")
                                            ? SoapKeys.read(application.section("soap"), name, soapUsers)
                                            : Optional.empty()));
                }
            }
        }
        return root.sound() ? Optional.of(Map.copyOf(applications)) : Optional.empty();
    }

    private static Optional<Absence> absence(Section section) {
        Optional<Duration> probeEvery = section.duration("probeEvery");
        List<TimeWindow> maintenance = section.sections("maintenance").stream()
                .flatMap(window -> TimeKeys.read(window).stream())
                .toList();
        return section.build(() -> new Absence(probeEvery.orElse(Absence.DEFAULT_PROBE_EVERY), maintenance));
    }

    private static MessagePolicy messages(Section section) {
        Optional<Duration> incompleteAfter = section.duration("incompleteAfter");
        Optional<Duration> duplicatesWithin = section.duration("duplicatesWithin");
        return new MessagePolicy(
                EightBitKeys.read(section).orElse(MessagePolicy.DEFAULT.eightBit()),
                section.choice("longMessages", LongMessages.PARTS),
                incompleteAfter.orElse(MessagePolicy.DEFAULT.incompleteAfter()),
                section.choice("incomplete", Incomplete.DELIVER),
                section.choice("duplicates", Duplicates.ACKNOWLEDGE),
                duplicatesWithin.orElse(MessagePolicy.DEFAULT.duplicatesWithin()));
    }
}
