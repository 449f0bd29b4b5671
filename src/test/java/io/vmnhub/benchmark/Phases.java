// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.benchmark.Phase.Beside;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which phases a run has: those of its form or of its choice, each after the one of the bare responder. */
final class Phases {

    private static final int HIGH_RATE = 10_000;
    private static final int MANY = 1_000;

    private final Settings settings;
    private final List<Phase> all = new ArrayList<>();
    private final Set<Phase> inShortForm = new LinkedHashSet<>();

    private Phases(Settings settings) {
        this.settings = settings;
        int inFlight = settings.inFlight();
        always(hub("fsm", Phase.CLOSED, inFlight));
        always(hub("fsm", Phase.RATE, settings.rate()));
        always(hub("fsm", Phase.RATE, HIGH_RATE));
        add(hub("sri+fsm", Phase.CLOSED, inFlight));
        add(hub("sri+fsm", Phase.RATE, settings.rate()));
        add(hub("sri+fsm-correlated", Phase.CLOSED, inFlight));
        always(new Phase("rules", "fsm", Phase.CLOSED, inFlight, Target.RULES, Beside.NOTHING));
        always(hub("store", 1, Beside.DELIVERY));
        add(hub("store", 10, Beside.DELIVERY));
        always(hub("store", 100, Beside.DELIVERY));
        always(hub("store", MANY, Beside.DELIVERY));
        add(hub("backlog", MANY, Beside.NOTHING));
        always(hub("rows", MANY, Beside.DELIVERY));
        always(hub("sql", MANY, Beside.NOTHING));
        always(hub("jms", MANY, Beside.NOTHING));
        always(hub("smpp", Phase.CLOSED, inFlight));
        add(own("smpp", Target.JSMPP));
        always(hub("webhook", Phase.CLOSED, inFlight));
        add(own("webhook", Target.HTTP));
        always(hub("soap", Phase.CLOSED, inFlight));
        add(own("soap", Target.SOAP));
        always(hub("rest", inFlight, Beside.READERS));
        always(new Phase("consoles", "fsm", Phase.RATE, settings.rate(), Target.HUB, Beside.CONSOLES));
    }

    /** @throws IllegalArgumentException when a chosen name is none */
    static List<Phase> of(Settings settings) {
        Phases phases = new Phases(settings);
        return withBaselines(phases.chosen());
    }

    private void add(Phase phase) {
        all.add(phase);
    }

    private void always(Phase phase) {
        all.add(phase);
        inShortForm.add(phase);
    }

    private static Phase hub(String name, String pace, int number) {
        return new Phase(name, name, pace, number, Target.HUB, Beside.NOTHING);
    }

    private static Phase hub(String name, int inFlight, Beside beside) {
        return new Phase(name, name, Phase.CLOSED, inFlight, Target.HUB, beside);
    }

    private Phase own(String name, Target target) {
        return new Phase(name, name, Phase.CLOSED, settings.inFlight(), target, Beside.NOTHING);
    }

    private List<Phase> chosen() {
        if (settings.phases().isEmpty()) {
            return settings.form() == Settings.Form.SHORT ? List.copyOf(inShortForm) : all;
        }
        Set<String> names = all.stream().map(Phase::name).collect(Collectors.toCollection(TreeSet::new));
        Growth.selectors().forEach(names::add);
        for (String wanted : settings.phases()) {
            if (!names.contains(wanted)) {
                throw new IllegalArgumentException(
                        "benchmark.phases has '" + wanted + "', which is none of " + String.join(", ", names));
            }
        }
        return all.stream()
                .filter(phase -> settings.phases().contains(phase.name()))
                .toList();
    }

    private static List<Phase> withBaselines(List<Phase> chosen) {
        Set<Phase> phases = new LinkedHashSet<>();
        for (Phase phase : chosen) {
            if (phase.hasBaseline()) {
                phases.add(phase.onBare());
            }
            phases.add(phase);
        }
        return List.copyOf(phases);
    }
}
