// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import io.vmnhub.ss7.api.Ss7Events;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulator's events, at DEBUG: whoever watches its end of a link sees the outcomes. */
public final class QuietEvents implements Ss7Events {

    private static final Logger LOG = LoggerFactory.getLogger("io.vmnhub.simulator");

    @Override
    public void up(String association, String peer) {
        LOG.debug("Association {} is up with {}", association, peer);
    }

    @Override
    public void down(String association, String reason) {
        LOG.debug("Association {} is down: {}", association, reason);
    }

    @Override
    public void refused(String association, String reason) {
        LOG.debug("Association {}: {}", association, reason);
    }

    @Override
    public void messageRefused(String reason) {
        LOG.debug("Refused {}", reason);
    }

    @Override
    public void stateChanged(String what, String name, String state, String cause) {
        LOG.debug("The {} {} is {}: {}", what, name, state, cause);
    }

    @Override
    public void dataRefused(
            String association, int originatingPointCode, int destinationPointCode, String reason, boolean first) {
        LOG.debug(
                "Association {} brought DATA from point code {} for {}: {}",
                association,
                originatingPointCode,
                destinationPointCode,
                reason);
    }

    @Override
    public void remark(String name, String what) {
        LOG.debug("{}: {}", name, what);
    }
}
