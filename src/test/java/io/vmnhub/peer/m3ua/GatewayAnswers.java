// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.m3ua;

import static io.vmnhub.peer.m3ua.M3uaMessage.AFFECTED_POINT_CODE;
import static io.vmnhub.peer.m3ua.M3uaMessage.ROUTING_CONTEXT;

import io.vmnhub.peer.wire.OctetReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The answers of a signalling gateway that a test can make lose, refuse and know things. Thread-safe. */
public final class GatewayAnswers implements Answers {

    /** Refused - Management Blocking (RFC 4666 clause 3.8.1). */
    public static final long MANAGEMENT_BLOCKING = 0x0d;

    private static final int NOTIFY_AS_ACTIVE = 0x0001_0003;

    private final Map<MessageType, AtomicInteger> losing = new ConcurrentHashMap<>();
    private final Map<MessageType, AtomicInteger> refusing = new ConcurrentHashMap<>();
    private final Set<Long> unavailable = ConcurrentHashMap.newKeySet();
    private volatile boolean activeBesideOthers;
    private volatile boolean withoutContext;

    /** The application server is active by other processes: nobody hears of a change when this one joins. */
    public GatewayAnswers activeBesideOthers(boolean value) {
        activeBesideOthers = value;
        return this;
    }

    /** The acknowledgements leave the routing context out, as they may where there is one only. */
    public GatewayAnswers withoutContext(boolean value) {
        withoutContext = value;
        return this;
    }

    /** The next so many messages of this type are taken as if they had been lost. */
    public GatewayAnswers losing(MessageType type, int times) {
        losing.put(type, new AtomicInteger(times));
        return this;
    }

    /** The next so many messages of this type are refused for management blocking. */
    public GatewayAnswers refusing(MessageType type, int times) {
        refusing.put(type, new AtomicInteger(times));
        return this;
    }

    /** Audits of this point code are answered by DUNA from now on. */
    public GatewayAnswers unavailable(long pointCode) {
        unavailable.add(pointCode);
        return this;
    }

    public GatewayAnswers available(long pointCode) {
        unavailable.remove(pointCode);
        return this;
    }

    /** Forgets all that a test had asked for. */
    public void reset() {
        losing.clear();
        refusing.clear();
        unavailable.clear();
        activeBesideOthers = false;
        withoutContext = false;
    }

    @Override
    public List<M3uaMessage> to(M3uaMessage message, LinkSettings settings) {
        MessageType type =
                MessageType.of(message.messageClass(), message.messageType()).orElseThrow();
        if (takes(losing, type)) {
            return List.of();
        }
        if (takes(refusing, type)) {
            List<M3uaMessage.Parameter> parameters = new ArrayList<>();
            parameters.add(M3uaMessage.Parameter.u32(M3uaMessage.ERROR_CODE, MANAGEMENT_BLOCKING));
            message.parameter(ROUTING_CONTEXT).ifPresent(parameters::add);
            return List.of(M3uaMessage.of(MessageType.ERR, parameters));
        }
        if (type == MessageType.DAUD) {
            return audited(message);
        }
        List<M3uaMessage> answers = new ArrayList<>(AspAnswers.to(message, settings));
        if (activeBesideOthers) {
            answers.removeIf(answer -> answer.is(MessageType.NTFY));
            if (type == MessageType.ASPUP) {
                answers.add(AspAnswers.notify(settings, NOTIFY_AS_ACTIVE));
            }
        }
        return withoutContext
                ? answers.stream()
                        .map(answer -> answer.without(ROUTING_CONTEXT))
                        .toList()
                : answers;
    }

    private static boolean takes(Map<MessageType, AtomicInteger> counts, MessageType type) {
        AtomicInteger left = counts.get(type);
        return left != null && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    private List<M3uaMessage> audited(M3uaMessage audit) {
        List<M3uaMessage> answers = new ArrayList<>();
        for (M3uaMessage.Parameter affected : audit.parameters()) {
            if (affected.tag() != AFFECTED_POINT_CODE) {
                continue;
            }
            OctetReader codes = new OctetReader("M3UA affected point codes", affected.value());
            while (codes.remaining() > 0) {
                long code = codes.u32();
                List<M3uaMessage.Parameter> parameters = new ArrayList<>();
                audit.parameter(ROUTING_CONTEXT).ifPresent(parameters::add);
                parameters.add(M3uaMessage.Parameter.u32(AFFECTED_POINT_CODE, code));
                answers.add(
                        M3uaMessage.of(unavailable.contains(code) ? MessageType.DUNA : MessageType.DAVA, parameters));
            }
        }
        return answers;
    }
}
