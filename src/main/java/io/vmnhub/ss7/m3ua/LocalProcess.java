// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.TrafficMode;
import io.vmnhub.ss7.m3ua.M3uaMessage.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The hub as application server process towards one peer (RFC 4666 clauses 4.3.1 and 4.3.4): it asks for traffic until
 * it has it, and again whenever the peer takes it away. An ASP Active Ack is enough to send and to receive; no Notify
 * need follow, because an application server that is active already does not change its state. Not thread-safe.
 */
final class LocalProcess {

    /** How long a gateway's word that the application server is not active stands before the hub asks again. */
    static final Duration NOTIFIED = Duration.ofSeconds(10);

    private static final int AS_STATE_CHANGE = 1;
    private static final int OTHER = 2;
    private static final int INSUFFICIENT_RESOURCES = 1;
    private static final int ALTERNATE_ACTIVE = 2;
    private static final int ASP_FAILURE = 3;

    /** Where the process sends, and who is told what becomes of it. */
    interface Owner {

        void send(M3uaMessage message);

        /** The state, or whether messages may be sent, has changed. */
        void changed(String server, String cause);

        /** Something that an operator should know and that changes no state. */
        void remark(String what);
    }

    private final Timers timers;
    private final Owner owner;
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Retry up;
    private boolean linked;
    private boolean isUp;
    private boolean wanted = true;
    private long lastError = -1;

    LocalProcess(Timers timers, Owner owner) {
        this.timers = timers;
        this.owner = owner;
        up = new Retry(timers, () -> owner.send(M3uaMessage.of(MessageType.ASPUP)));
    }

    /** The process in one application server. */
    private final class Service {

        private final Ss7Settings.ApplicationServer server;
        private final Retry active;
        private AspState state = AspState.DOWN;
        /** The gateway has said that the application server is inactive or pending, although this process is active. */
        private boolean withheld;
        /** Another process has taken over (override): this one waits until it is needed. */
        private boolean standby;

        Service(Ss7Settings.ApplicationServer server) {
            this.server = server;
            active = new Retry(timers, () -> owner.send(new M3uaMessage(MessageType.ASPAC, activation())));
        }

        private List<Parameter> activation() {
            List<Parameter> parameters = new ArrayList<>(2);
            parameters.add(Parameter.of(Tag.TRAFFIC_MODE_TYPE, TrafficModes.code(server.trafficMode())));
            parameters.addAll(context());
            return parameters;
        }

        private List<Parameter> context() {
            OptionalLong context = server.routingContext();
            return context.isPresent() ? List.of(Parameter.of(Tag.ROUTING_CONTEXT, context.getAsLong())) : List.of();
        }

        private void become(AspState next, String cause) {
            boolean changes = state != next || withheld;
            state = next;
            withheld = false;
            if (changes) {
                owner.changed(server.name(), cause);
            }
        }

        private void withhold(String cause) {
            if (withheld || state != AspState.ACTIVE) {
                return;
            }
            withheld = true;
            owner.changed(server.name(), cause);
            timers.after(NOTIFIED, () -> {
                if (withheld && wanted && services.get(server.name()) == this) {
                    active.now();
                }
            });
        }

        private void deactivate() {
            active.stop();
            if (state == AspState.ACTIVE) {
                owner.send(new M3uaMessage(MessageType.ASPIA, context()));
            }
        }
    }

    void add(Ss7Settings.ApplicationServer server) {
        Service service = new Service(server);
        services.put(server.name(), service);
        if (isUp && wanted) {
            service.become(AspState.INACTIVE, "configured");
            service.active.now();
        }
    }

    void remove(String server) {
        Service service = services.remove(server);
        if (service != null && linked) {
            service.deactivate();
        }
    }

    AspState state(String server) {
        Service service = services.get(server);
        return service == null ? AspState.DOWN : service.state;
    }

    /** Whether the peer takes this application server's messages from us. */
    boolean sends(String server) {
        Service service = services.get(server);
        return service != null && service.state == AspState.ACTIVE && !service.withheld;
    }

    /** Whether the peer may send: DATA may overtake the acknowledgement on another stream. */
    boolean receives(String server) {
        Service service = services.get(server);
        return service != null && isUp && (service.state == AspState.ACTIVE || service.active.pending());
    }

    void linkUp() {
        linked = true;
        isUp = false;
        lastError = -1;
        if (wanted) {
            up.reset();
            up.now();
        }
    }

    void linkDown(String cause) {
        linked = false;
        down(cause);
        up.stop();
    }

    private void down(String cause) {
        isUp = false;
        for (Service service : services.values()) {
            service.active.stop();
            service.active.reset();
            service.standby = false;
            service.become(AspState.DOWN, cause);
        }
    }

    /** Before leaving: nothing more is sent, and what comes is still taken. */
    void withdraw(String cause) {
        wanted = false;
        up.stop();
        services.values().forEach(service -> {
            if (service.state == AspState.ACTIVE) {
                service.withhold(cause);
            }
        });
    }

    /** The first half of leaving: the peer is to send no more. */
    void leave() {
        if (linked) {
            services.values().forEach(Service::deactivate);
        }
    }

    boolean anyActive() {
        return services.values().stream().anyMatch(service -> service.state == AspState.ACTIVE);
    }

    /** The second half of leaving. */
    void leaveDown() {
        if (linked) {
            owner.send(M3uaMessage.of(MessageType.ASPDN));
        }
    }

    boolean isUp() {
        return isUp;
    }

    /** Back in service; the association opens anew. */
    void returns() {
        wanted = true;
    }

    void received(M3uaMessage message) {
        switch (message.type()) {
            case ASPUP_ACK -> upAcknowledged();
            case ASPDN_ACK -> downAcknowledged();
            case ASPAC_ACK -> concerned(message).forEach(this::activeAcknowledged);
            case ASPIA_ACK -> concerned(message).forEach(this::inactiveAcknowledged);
            case ERR -> refused(message, message.first(Tag.ERROR_CODE).orElse(0));
            case NTFY -> notified(message);
            default -> throw new IllegalArgumentException(message.type() + " is not for a process");
        }
    }

    private List<Service> concerned(M3uaMessage message) {
        return services.values().stream()
                .filter(service -> message.concerns(service.server.routingContext()))
                .toList();
    }

    private void upAcknowledged() {
        up.answered();
        if (!wanted) {
            return;
        }
        isUp = true;
        for (Service service : services.values()) {
            service.become(AspState.INACTIVE, MessageType.ASPUP_ACK.toString());
            if (!service.standby) {
                service.active.again();
            }
        }
    }

    private void downAcknowledged() {
        down(wanted ? "the peer sent " + MessageType.ASPDN_ACK : MessageType.ASPDN_ACK.toString());
        if (wanted && linked) {
            up.again();
        }
    }

    private void activeAcknowledged(Service service) {
        if (!isUp || !wanted) {
            return;
        }
        service.active.reached();
        service.standby = false;
        lastError = -1;
        service.become(AspState.ACTIVE, MessageType.ASPAC_ACK.toString());
    }

    private void inactiveAcknowledged(Service service) {
        if (!isUp) {
            return;
        }
        service.become(
                AspState.INACTIVE,
                wanted ? "the peer sent " + MessageType.ASPIA_ACK : MessageType.ASPIA_ACK.toString());
        if (wanted && !service.standby) {
            service.active.again();
        }
    }

    private void refused(M3uaMessage message, long code) {
        if (code != lastError) {
            lastError = code;
            owner.remark("an Error came: " + ErrorCode.text(code));
        }
        boolean asking = !up.pending() && services.values().stream().anyMatch(service -> service.active.pending());
        if (code == ErrorCode.UNEXPECTED_MESSAGE.code()
                && asking
                && isUp
                && wanted) { // the peer takes this process for down
            down("the peer does not expect " + MessageType.ASPAC);
            up.again();
        }
        if (code == ErrorCode.REFUSED_MANAGEMENT_BLOCKING.code() && !asking && !up.pending() && isUp && wanted) {
            concerned(message).stream()
                    .filter(service -> service.state == AspState.ACTIVE)
                    .forEach(this::blocked);
        }
    }

    /**
     * Nothing was asked for, so it is the traffic that the gateway's management blocks: as after an ASP Inactive Ack.
     */
    private void blocked(Service service) {
        service.become(
                AspState.INACTIVE, "an Error came: " + ErrorCode.text(ErrorCode.REFUSED_MANAGEMENT_BLOCKING.code()));
        service.active.again();
    }

    private void notified(M3uaMessage message) {
        long status = message.first(Tag.STATUS).orElse(0);
        int type = (int) (status >> 16);
        int information = (int) (status & 0xffff);
        OptionalLong process = message.first(Tag.ASP_IDENTIFIER);
        String who = process.isPresent() ? " (ASP identifier " + process.getAsLong() + ")" : "";
        if (type == AS_STATE_CHANGE) {
            concerned(message).forEach(service -> stateNotified(service, information));
        } else if (type == OTHER && information == ALTERNATE_ACTIVE) {
            concerned(message).forEach(service -> alternateActive(service, who));
        } else if (type == OTHER && information == INSUFFICIENT_RESOURCES) {
            owner.remark("the peer says that too few processes are active");
            concerned(message).forEach(this::needed);
        } else if (type == OTHER && information == ASP_FAILURE) {
            owner.remark("the peer says that another process has failed" + who);
        }
    }

    private void stateNotified(Service service, int information) {
        if (information == AsState.ACTIVE.information()) {
            if (service.withheld && wanted) {
                service.become(service.state, "Notify: the application server is active");
            }
        } else if (service.state == AspState.ACTIVE) {
            service.withhold("Notify: the application server is "
                    + (information == AsState.PENDING.information() ? "pending" : "inactive"));
        } else if (service.standby) {
            needed(service);
        }
    }

    /** Only in override mode does one process take the place of another; in the other modes they share the traffic. */
    private void alternateActive(Service service, String who) {
        if (service.server.trafficMode() != TrafficMode.OVERRIDE) {
            owner.remark("the peer says that an alternate process is active" + who
                    + ", which changes nothing in traffic mode "
                    + service.server.trafficMode().name().toLowerCase(Locale.ROOT));
            return;
        }
        service.standby = true;
        service.active.stop();
        if (service.state == AspState.ACTIVE) {
            service.become(AspState.INACTIVE, "Notify: an alternate process is active" + who);
        }
    }

    private void needed(Service service) {
        service.standby = false;
        if (isUp && wanted && service.state == AspState.INACTIVE && !service.active.pending()) {
            service.active.now();
        }
    }
}
