package io.vmnhub;

import io.vmnhub.ss7.Ss7Events;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulator's events, at DEBUG: whoever watches its end of a link sees the outcomes. */
final class QuietEvents implements Ss7Events {

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
        LOG.debug("Association {} did not take {}", association, reason);
    }

    @Override
    public void messageRefused(String reason) {
        LOG.debug("Refused {}", reason);
    }

    @Override
    public void stateChanged(String what, String name, String state) {
        LOG.debug("The {} {} is {}", what, name, state);
    }
}
