// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

/** Is told what screening looks at. */
@FunctionalInterface
public interface Trace {

    /** Tells nobody. */
    Trace OFF = new Trace() {
        @Override
        public boolean on() {
            return false;
        }

        @Override
        public void step(String rule, String finding) {
            // nobody listens
        }
    };

    /** Whether it is worth wording a step. */
    default boolean on() {
        return true;
    }

    /**
     * One rule was asked.
     *
     * @param rule its name
     * @param finding what it found
     */
    void step(String rule, String finding);
}
