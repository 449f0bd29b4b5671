// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.exchange.NextTry;
import io.vmnhub.exchange.NoRoomException;
import io.vmnhub.exchange.Recovery;
import io.vmnhub.hlr.ApplicationState;
import io.vmnhub.hlr.ApplicationState.Kind;
import io.vmnhub.hlr.ApplicationStates;
import io.vmnhub.numbering.MessagePolicies;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;

/**
 * Whether applications can receive: not in their maintenance, not while an operator has stopped their route, not while
 * no session of their SMPP accounts is bound, and not while what made their last message fail has not recovered.
 * Thread-safe; it holds one entry for each application.
 */
final class ApplicationReadiness implements ApplicationStates {

    private static final ApplicationState FULL =
            new ApplicationState(Kind.FULL, "its queue has no room", Optional.empty());

    private final CamelContext context;
    private final MessagePolicies policies;
    private final DeliveryRoutes routes;
    private final Predicate<String> isBound;
    private final Map<String, Supplier<ApplicationState>> failing = new ConcurrentHashMap<>();

    /** @param isBound whether a session of an SMPP account is bound; true for an account that there is not */
    ApplicationReadiness(
            CamelContext context, MessagePolicies policies, DeliveryRoutes routes, Predicate<String> isBound) {
        this.context = context;
        this.policies = policies;
        this.routes = routes;
        this.isBound = isBound;
    }

    @Override
    public ApplicationState of(String application) {
        Instant now = Instant.now();
        Optional<Instant> maintenance =
                policies.of(application).absence().flatMap(absence -> absence.maintenanceUntil(now));
        if (maintenance.isPresent()) {
            return ApplicationState.away("its maintenance lasts until " + maintenance.get(), maintenance);
        }
        Optional<DeliveryRoutes.Delivery> route = routes.of(application);
        if (route.isPresent() && isStopped(route.get().routeId())) {
            return ApplicationState.away("its route is stopped", Optional.empty());
        }
        if (route.isPresent() && lacksSession(route.get())) {
            return ApplicationState.away(
                    "no session of SMPP account "
                            + String.join(" or ", route.get().accounts()) + " is bound",
                    Optional.empty());
        }
        Supplier<ApplicationState> failed = failing.get(application);
        return failed == null ? ApplicationState.READY : failed.get();
    }

    private boolean isStopped(String routeId) {
        ServiceStatus status = context.getRouteController().getRouteStatus(routeId);
        return context.isStarted()
                && (status == ServiceStatus.Stopped
                        || status == ServiceStatus.Stopping
                        || status == ServiceStatus.Suspended
                        || status == ServiceStatus.Suspending);
    }

    private boolean lacksSession(DeliveryRoutes.Delivery route) {
        return route.onlyWay()
                && !route.accounts().isEmpty()
                && route.accounts().stream().noneMatch(isBound);
    }

    private static ApplicationState state(Recovery recovery) {
        return switch (recovery.readiness()) {
            case TAKING -> ApplicationState.READY;
            case TRIED -> new ApplicationState(Kind.TRIED, "it is tried again", Optional.empty());
            case AWAY -> ApplicationState.away("nothing is sent to it for now", recovery.nextTry());
        };
    }

    /** A message of the application was not delivered. */
    void failed(String application, Throwable failure) {
        NextTry.after(failure).recovery().ifPresent(recovery -> failing.put(application, () -> state(recovery)));
        for (Throwable cause = failure; cause != null; cause = cause.getCause() == cause ? null : cause.getCause()) {
            if (cause instanceof NoRoomException noRoom) {
                failing.put(application, () -> noRoom.hasRoom() ? ApplicationState.READY : FULL);
                return;
            }
        }
    }

    /** A message of the application was delivered. */
    void delivered(String application) {
        if (!failing.isEmpty()) {
            failing.remove(application);
        }
    }
}
