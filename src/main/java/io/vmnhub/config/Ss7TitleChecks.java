// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.ss7.api.Ss7Settings.ApplicationServer;
import io.vmnhub.ss7.api.Ss7Settings.Target;
import io.vmnhub.ss7.api.Ss7Settings.TranslationRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whether the translation rules of {@code ss7.yaml} lead anywhere, and the hub's own titles home. */
final class Ss7TitleChecks {

    private static final int HLR = 6;
    private static final int MSC = 8;

    private final Section root;
    private final List<Placed<ApplicationServer>> servers;
    private final List<Placed<TranslationRule>> rules;

    Ss7TitleChecks(Section root, List<Placed<ApplicationServer>> servers, List<Placed<TranslationRule>> rules) {
        this.root = root;
        this.servers = servers;
        this.rules = rules;
    }

    void report() {
        rulesDiffer();
        if (root.sound("applicationServers")) {
            targetsAreReached();
        }
        if (root.sound("globalTitleTranslation")) {
            leadsHome("mscGlobalTitle", MSC);
            leadsHome("hlrGlobalTitle", HLR);
        }
    }

    private void rulesDiffer() {
        record Match(
                String digits,
                Object translationType,
                Object numberingPlan,
                Object natureOfAddress,
                int subsystemNumber) {}
        Map<Match, Section> seen = new HashMap<>();
        for (Placed<TranslationRule> rule : rules) {
            TranslationRule value = rule.value();
            Set<Section> earlier = new HashSet<>();
            for (int subsystemNumber : value.subsystemNumbers().isEmpty() ? Set.of(0) : value.subsystemNumbers()) {
                Section same = seen.putIfAbsent(
                        new Match(
                                value.digits().toUpperCase(Locale.ROOT),
                                value.translationType(),
                                value.numberingPlan(),
                                value.natureOfAddress(),
                                subsystemNumber),
                        rule.section());
                if (same != null && earlier.add(same)) {
                    rule.section()
                            .problem(
                                    "digits",
                                    "matches the same titles as the rule of " + same.where() + ": only one can win");
                }
            }
        }
    }

    private void targetsAreReached() {
        Set<Integer> reached = new TreeSet<>();
        servers.forEach(server -> reached.addAll(server.value().pointCodes()));
        for (Placed<TranslationRule> rule : rules) {
            if (rule.value().target() instanceof Target.PointCode target && !reached.contains(target.pointCode())) {
                boolean own = root.has("pointCode")
                        && root.isInteger("pointCode")
                        && root.integer("pointCode") == target.pointCode();
                rule.section()
                        .problem(
                                "to",
                                "is " + rule.section().shown("to") + ", but "
                                        + (own
                                                ? "that is the hub's own point code: write local"
                                                : "no application server has it among its pointCodes"));
            }
        }
    }

    /** Otherwise the network's messages to the hub's own title would be refused as unknown (ITU-T Q.714 clause 2.4). */
    private void leadsHome(String key, int subsystemNumber) {
        if (!root.has(key) || !root.sound(key)) {
            return;
        }
        String title = Ss7Binding.withoutPlus(root.text(key));
        boolean home = rules.stream()
                .map(Placed::value)
                .anyMatch(rule -> rule.target() instanceof Target.Local
                        && matches(rule, title)
                        && (rule.subsystemNumbers().isEmpty()
                                || rule.subsystemNumbers().contains(subsystemNumber)));
        if (!home) {
            String shown = root.shown(key);
            root.problem(
                    key,
                    "no rule of globalTitleTranslation leads " + shown + " with subsystem number " + subsystemNumber
                            + " to the hub: add  - {digits: " + shown.replace('\'', '"') + ", subsystemNumbers: ["
                            + subsystemNumber + "], to: local}");
        }
    }

    private static boolean matches(TranslationRule rule, String title) {
        return rule.prefix()
                ? title.startsWith(rule.digits().substring(0, rule.digits().length() - 1))
                : title.equals(rule.digits());
    }
}
