// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

/**
 * How fast an application that has just recovered gets its messages: of those that waited for it three are tried, and
 * two more for each that it confirms, none for one that fails; meanwhile few messages are with the route at a time, one
 * more with each that is confirmed, until they are all that may be. Thread-safe.
 */
final class RecoveryRamp {

    private static final int FIRST = 3;
    private static final int FOR_A_CONFIRMATION = 2;

    private final int most;
    private int atOnce;
    private int trials;

    RecoveryRamp(int most) {
        this.most = most;
        atOnce = most;
    }

    /** How many may be with the route at a time. */
    synchronized int atOnce() {
        return atOnce;
    }

    synchronized void recovered() {
        atOnce = Math.min(FIRST, most);
        trials = FIRST;
    }

    synchronized void confirmed() {
        atOnce = Math.min(most, atOnce + 1);
        trials = Math.min(most, trials + FOR_A_CONFIRMATION);
    }

    /** Leave to try one of those that waited; to be given {@link #back} when there is none. */
    synchronized boolean take(int inProgress) {
        if (trials == 0 || inProgress >= atOnce) {
            return false;
        }
        trials--;
        return true;
    }

    synchronized void back() {
        trials++;
    }
}
