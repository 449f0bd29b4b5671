// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import java.io.IOException;

/** Twenty open consoles: overviews and live tails. */
final class Consoles implements Activity {

    private static final int OF_EACH_PAGE = 10;

    private final OpenConsoles open;

    private Consoles(OpenConsoles open) {
        this.open = open;
    }

    /** @param token of the management interface */
    static Consoles open(int managementPort, String token) throws IOException, InterruptedException {
        Consoles consoles = new Consoles(new OpenConsoles("http://127.0.0.1:" + managementPort + "/manage/v1", token));
        try {
            for (OpenConsoles.Page page : OpenConsoles.Page.values()) {
                consoles.open.open(page, OF_EACH_PAGE);
            }
            return consoles;
        } catch (IOException e) {
            consoles.close();
            throw e;
        }
    }

    @Override
    public double awaitArrival(Result load) {
        return 0;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        open.close();
    }
}
