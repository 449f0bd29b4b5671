// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.component.smppserver.Esme;

/** Sessions that confirm every message at once, in a JVM of their own. */
public final class CountingEsme {

    private CountingEsme() {}

    /** @param arguments the port, and how many sessions */
    public static void main(String[] arguments) throws Exception {
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            Esme.esme().counting().bind(Integer.parseInt(arguments[0]));
        }
        System.out.println("bound");
        Thread.currentThread().join();
    }
}
