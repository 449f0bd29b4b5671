// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Former versions of routes, until no message is in them any more. Not thread-safe. */
final class Retirement {

    private static final Logger LOG = LoggerFactory.getLogger(Retirement.class);

    /** A message that has just found the former version may not have entered it yet. */
    private static final Duration AT_LEAST = Duration.ofSeconds(2);

    /** Longer than any deadline; what has not ended by then is given up. */
    private static final Duration AT_MOST = Duration.ofMinutes(10);

    private final HubCamelContext context;
    private final List<Swap> swaps = new ArrayList<>();
    private volatile int size;

    private record Swap(List<RetiredRoute> routes, List<Endpoint> endpoints, Runnable whenEnded, long since) {
        int inFlight() {
            return routes.stream().mapToInt(RetiredRoute::inFlight).sum();
        }

        boolean isOlderThan(Duration age) {
            return System.nanoTime() - since > age.toNanos();
        }
    }

    Retirement(HubCamelContext context) {
        this.context = context;
    }

    /** @param whenEnded run when all of it has ended */
    void add(Collection<RetiredRoute> routes, List<Endpoint> endpoints, Runnable whenEnded) {
        swaps.add(new Swap(List.copyOf(routes), List.copyOf(endpoints), whenEnded, System.nanoTime()));
        count();
    }

    private void count() {
        size = swaps.stream().mapToInt(swap -> swap.routes().size()).sum();
    }

    /** Ends what can end; called every now and then. */
    void sweep() {
        for (Iterator<Swap> each = swaps.iterator(); each.hasNext(); ) {
            Swap swap = each.next();
            int left = swap.inFlight();
            if (!swap.isOlderThan(AT_LEAST) || left > 0 && !swap.isOlderThan(AT_MOST)) {
                continue;
            }
            each.remove();
            if (left > 0) {
                LOG.warn("{} exchanges have not ended in routes that were replaced {} ago", left, AT_MOST);
            }
            swap.routes().forEach(this::end);
            context.endForgotten(swap.endpoints());
            swap.whenEnded().run();
            RouteHealth.forget(context);
        }
        count();
    }

    private void end(RetiredRoute route) {
        try {
            context.end(route);
        } catch (RuntimeException e) {
            LOG.warn("The former version of route {} cannot end cleanly", route.id(), e);
        }
    }

    /** How many former versions have not ended; from any thread. */
    int size() {
        return size;
    }
}
