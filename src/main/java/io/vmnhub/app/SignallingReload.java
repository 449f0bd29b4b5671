// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.ss7.Ss7Exception;
import io.vmnhub.ss7.Ss7Stack;
import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.Association;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes a running signalling stack to other settings: an association that is removed or opened anew is taken out of
 * service first, so that nothing on its way is lost, and the rest is untouched. Not thread-safe; it waits for the
 * associations that leave.
 */
final class SignallingReload {

    private static final Logger LOG = LoggerFactory.getLogger("io.vmnhub.links");
    private static final long LONGEST_SECONDS = 20;

    private final Ss7Stack stack;
    private Ss7Settings inForce;

    SignallingReload(Ss7Stack stack, Ss7Settings inForce) {
        this.stack = stack;
        this.inForce = inForce;
    }

    /**
     * @return the keys that have changed and take effect at the next start
     * @throws Ss7Exception when an address cannot be listened on; then everything is as it was, and no link has been
     *     touched
     */
    List<String> apply(Ss7Settings changed) throws Ss7Exception {
        stack.listen(changed);
        drain(leaving(changed));
        List<String> later = stack.apply(changed);
        inForce = changed;
        return later;
    }

    /** The associations that are no longer there, or not as they were. */
    private List<String> leaving(Ss7Settings changed) {
        return inForce.associations().stream()
                .filter(association -> !changed.associations().contains(association))
                .map(Association::name)
                .toList();
    }

    private void drain(List<String> associations) {
        try {
            stack.withdraw(associations, "ss7.yaml was changed").get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn(
                    "Of the associations {} not all have ended within {} s; they are closed now",
                    String.join(", ", associations),
                    LONGEST_SECONDS);
        } catch (ExecutionException e) {
            LOG.warn("The associations {} cannot be ended cleanly", String.join(", ", associations), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
