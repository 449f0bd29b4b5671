package io.vmnhub.ss7;

import io.vmnhub.ss7.Ss7Settings.ApplicationServer;
import io.vmnhub.ss7.Ss7Settings.Exchange;
import io.vmnhub.ss7.Ss7Settings.Role;
import io.vmnhub.ss7.Ss7Settings.TrafficMode;
import io.vmnhub.ss7.Ss7Status.ApplicationServerStatus;
import io.vmnhub.ss7.Ss7Status.ProcessStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mobicents.protocols.api.Management;
import org.restcomm.protocols.ss7.m3ua.As;
import org.restcomm.protocols.ss7.m3ua.Asp;
import org.restcomm.protocols.ss7.m3ua.ExchangeType;
import org.restcomm.protocols.ss7.m3ua.Functionality;
import org.restcomm.protocols.ss7.m3ua.IPSPType;
import org.restcomm.protocols.ss7.m3ua.impl.AsImpl;
import org.restcomm.protocols.ss7.m3ua.impl.AsState;
import org.restcomm.protocols.ss7.m3ua.impl.AspImpl;
import org.restcomm.protocols.ss7.m3ua.impl.AspState;
import org.restcomm.protocols.ss7.m3ua.impl.NonPersistentM3UAManagementImpl;
import org.restcomm.protocols.ss7.m3ua.impl.TransitionState;
import org.restcomm.protocols.ss7.m3ua.impl.fsm.FSM;
import org.restcomm.protocols.ss7.m3ua.impl.parameter.ParameterFactoryImpl;
import org.restcomm.protocols.ss7.m3ua.parameter.ParameterFactory;
import org.restcomm.protocols.ss7.m3ua.parameter.TrafficModeType;
import org.restcomm.protocols.ss7.mtp.Mtp3PausePrimitive;
import org.restcomm.protocols.ss7.mtp.Mtp3ResumePrimitive;
import org.restcomm.protocols.ss7.mtp.Mtp3UserPartListener;
import org.restcomm.protocols.ss7.ss7ext.Ss7ExtInterface;

/** M3UA (RFC 4666) as the configuration wants it: application servers, their processes and the routes to point codes. */
final class M3uaLayer extends NonPersistentM3UAManagementImpl {

    private static final int ANY = -1;
    private static final int MAX_SERVERS_PER_ROUTE = 4;

    private final Ss7Settings settings;
    private final Map<Integer, List<As>> serversByPointCode = new HashMap<>();
    private final List<Mtp3UserPartListener> users = new CopyOnWriteArrayList<>();

    M3uaLayer(String name, Ss7Settings settings, Ss7ExtInterface extension) throws Exception {
        super(name, name, extension);
        this.settings = settings;
        setMaxAsForRoute(MAX_SERVERS_PER_ROUTE);
        setDeliveryMessageThreadCount(settings.deliveryThreads());
    }

    /** The transport passes Netty buffers, which jSS7 otherwise guesses from the class's name. */
    @Override
    public void setTransportManagement(Management management) {
        super.setTransportManagement(management);
        sctpLibNettySupport = true;
    }

    void createApplicationServers() throws Exception {
        ParameterFactory parameters = new ParameterFactoryImpl();
        for (ApplicationServer server : settings.applicationServers()) {
            As created = createAs(server.name(), functionality(server.role()),
                    server.exchange() == Exchange.DOUBLE ? ExchangeType.DE : ExchangeType.SE, ipspType(server.role()),
                    server.routingContext().isPresent()
                            ? parameters.createRoutingContext(new long[] {server.routingContext().getAsLong()}) : null,
                    parameters.createTrafficModeType(trafficMode(server)), server.minActive(),
                    server.networkAppearance().isPresent()
                            ? parameters.createNetworkAppearance(server.networkAppearance().getAsLong()) : null);
            keepActive((AsImpl) created);
            server.pointCodes().forEach(pointCode -> serversByPointCode.computeIfAbsent(pointCode, code -> new ArrayList<>(1)).add(created));
        }
        for (String association : associations()) {
            createAspFactory(association, association, false);
        }
        for (ApplicationServer server : settings.applicationServers()) {
            for (String association : server.associations()) {
                assignAspToAs(server.name(), association);
            }
            for (int pointCode : server.pointCodes()) {
                addRoute(pointCode, ANY, ANY, server.name(), trafficMode(server));
            }
        }
    }

    /** A standby process that comes or goes is no reason to hold back the traffic of the one that is active. */
    private static void keepActive(AsImpl server) throws ReflectiveOperationException {
        if (server.getLocalFSM() != null) {
            for (String event : List.of(TransitionState.ASP_UP, TransitionState.ASP_INACTIVE, TransitionState.ASP_DOWN)) {
                Jss7Internals.restrict(server.getLocalFSM(), AsState.ACTIVE.toString(), event, () ->
                        server.getTrafficModeType().getMode() != TrafficModeType.Override || !anyActive(server));
            }
        }
    }

    private static boolean anyActive(As server) {
        for (Asp process : server.getAspList()) { // javolution's lists have no working stream()
            if (active(process)) {
                return true;
            }
        }
        return false;
    }

    private static boolean active(Asp process) {
        FSM peer = ((AspImpl) process).getPeerFSM();
        return peer != null && AspState.ACTIVE.toString().equals(peer.getState().getName());
    }

    /** Whether a message to that point code would be sent now: one of its application servers is active. */
    boolean reaches(int pointCode) {
        for (As server : serversByPointCode.getOrDefault(pointCode, List.of())) {
            if (server.getState().getName().equals("ACTIVE")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void addMtp3UserPartListener(Mtp3UserPartListener listener) {
        super.addMtp3UserPartListener(listener);
        users.add(listener);
    }

    /** At once: jSS7 tells its users by a thread of its own, and SCCP drops the answers to messages that overtake the news. */
    @Override
    public void sendResumeMessageToLocalUser(Mtp3ResumePrimitive resume) {
        users.forEach(user -> user.onMtp3ResumeMessage(resume));
    }

    /** At once, like its opposite. */
    @Override
    public void sendPauseMessageToLocalUser(Mtp3PausePrimitive pause) {
        users.forEach(user -> user.onMtp3PauseMessage(pause));
    }

    /** The associations that application servers use. */
    Set<String> associations() {
        Set<String> names = new LinkedHashSet<>();
        settings.applicationServers().forEach(server -> names.addAll(server.associations()));
        return names;
    }

    void startProcesses() throws Exception {
        for (String association : associations()) {
            startAsp(association);
        }
    }

    List<ApplicationServerStatus> status() {
        List<ApplicationServerStatus> servers = new ArrayList<>();
        for (As server : getAppServers()) {
            List<ProcessStatus> processes = new ArrayList<>();
            for (Asp process : server.getAspList()) {
                processes.add(new ProcessStatus(process.getName(), process.getState().getName()));
            }
            servers.add(new ApplicationServerStatus(server.getName(), server.getState().getName(), processes));
        }
        return servers;
    }

    private static int trafficMode(ApplicationServer server) {
        return server.trafficMode() == TrafficMode.OVERRIDE ? TrafficModeType.Override : TrafficModeType.Loadshare;
    }

    private static Functionality functionality(Role role) {
        return switch (role) {
            case ASP -> Functionality.AS;
            case SGP -> Functionality.SGW;
            case IPSP_CLIENT, IPSP_SERVER -> Functionality.IPSP;
        };
    }

    private static IPSPType ipspType(Role role) {
        return switch (role) {
            case IPSP_CLIENT -> IPSPType.CLIENT;
            case IPSP_SERVER -> IPSPType.SERVER;
            case ASP, SGP -> null;
        };
    }
}
