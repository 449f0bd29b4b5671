// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

/**
 * One load on one target.
 *
 * @param name what it is selected by
 * @param traffic what the generator sends, see {@link LoadGenerator}
 * @param pace closed or rate
 * @param number of messages in flight, or a second
 * @param beside what goes on meanwhile
 */
record Phase(String name, String traffic, String pace, int number, Target target, Beside beside) {

    static final String CLOSED = "closed";
    static final String RATE = "rate";

    /** What goes on while a phase runs. */
    enum Beside {
        NOTHING,
        /** Routes deliver from the store; the phase ends when all has left. */
        DELIVERY,
        /** Readers fetch over REST; the phase ends when they have all. */
        READERS,
        /** Consoles are open. */
        CONSOLES
    }

    /** The same on the bare responder, which knows the operations but no applications. */
    Phase onBare() {
        String operations = traffic.startsWith("sri") ? "sri+fsm" : "fsm";
        return new Phase(operations, operations, pace, number, Target.BARE, Beside.NOTHING);
    }

    boolean hasBaseline() {
        return target.isHub();
    }

    boolean isClosed() {
        return pace.equals(CLOSED);
    }

    String load() {
        return pace + " " + number;
    }

    /** As {@link io.vmnhub.benchmark.report.PhaseResult#id}. */
    String id() {
        return name + " " + load() + " " + target.text();
    }
}
