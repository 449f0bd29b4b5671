// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Everything that {@code config/ss7.yaml} says about the signalling side. Immutable and valid once constructed; what is
 * wrong is said in an {@link IllegalArgumentException} that names the field.
 *
 * @param pointCode the hub's own signalling point code, 0 to 16777215
 * @param networkIndicator 0 international, 1 spare, 2 national, 3 national spare
 * @param mscGlobalTitle E.164 digits of the hub as MSC (SSN 8): the networkNode-Number of its SRI-SM answers
 * @param hlrGlobalTitle E.164 digits of the hub as HLR (SSN 6)
 * @param associations the SIGTRAN associations (RFC 4666 over SCTP or TCP), at least one
 * @param applicationServers the M3UA application servers over them, at least one
 * @param globalTitleTranslation the rules, tried in order of their specificity: exact digits, then longer prefixes
 *     first
 * @param deliveryThreads threads that decode incoming messages; messages of one SLS stay in order
 * @param maxDialogues open TCAP dialogues beyond which new ones are refused
 * @param dialogueIdleTimeout after this long without a message a dialogue is aborted
 * @param drainTimeout how long a stop waits for open dialogues
 * @param checkCallingTitle whether a message of an open dialogue must come from the title that the dialogue is with
 */
public record Ss7Settings(
        int pointCode,
        int networkIndicator,
        String mscGlobalTitle,
        String hlrGlobalTitle,
        List<Association> associations,
        List<ApplicationServer> applicationServers,
        List<TranslationRule> globalTitleTranslation,
        int deliveryThreads,
        int maxDialogues,
        Duration dialogueIdleTimeout,
        Duration drainTimeout,
        boolean checkCallingTitle) {

    public static final int DEFAULT_MAX_DIALOGUES = 50_000;
    public static final Duration DEFAULT_DIALOGUE_IDLE_TIMEOUT = Duration.ofSeconds(60);
    public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(15);

    public Ss7Settings {
        pointCode("pointCode", pointCode);
        within("networkIndicator", networkIndicator, 0, 3);
        digits("mscGlobalTitle", mscGlobalTitle);
        digits("hlrGlobalTitle", hlrGlobalTitle);
        associations = List.copyOf(associations);
        applicationServers = List.copyOf(applicationServers);
        globalTitleTranslation = List.copyOf(globalTitleTranslation);
        within("deliveryThreads", deliveryThreads, 1, 64);
        within("maxDialogues", maxDialogues, 1, 1_000_000);
        positive("dialogueIdleTimeout", dialogueIdleTimeout);
        positive("drainTimeout", drainTimeout);
    }

    /** With the calling title checked. */
    public Ss7Settings(
            int pointCode,
            int networkIndicator,
            String mscGlobalTitle,
            String hlrGlobalTitle,
            List<Association> associations,
            List<ApplicationServer> applicationServers,
            List<TranslationRule> globalTitleTranslation,
            int deliveryThreads,
            int maxDialogues,
            Duration dialogueIdleTimeout,
            Duration drainTimeout) {
        this(
                pointCode,
                networkIndicator,
                mscGlobalTitle,
                hlrGlobalTitle,
                associations,
                applicationServers,
                globalTitleTranslation,
                deliveryThreads,
                maxDialogues,
                dialogueIdleTimeout,
                drainTimeout,
                true);
    }

    /** These settings with the associations, application servers and translation of others. */
    public Ss7Settings withLinks(Ss7Settings other) {
        return new Ss7Settings(
                pointCode,
                networkIndicator,
                mscGlobalTitle,
                hlrGlobalTitle,
                other.associations,
                other.applicationServers,
                other.globalTitleTranslation,
                deliveryThreads,
                maxDialogues,
                dialogueIdleTimeout,
                other.drainTimeout,
                checkCallingTitle);
    }

    /** The keys in which other settings differ and that a running stack keeps as they are. */
    public List<String> differencesThatNeedARestart(Ss7Settings other) {
        Map<String, Boolean> differences = new LinkedHashMap<>();
        differences.put("pointCode", pointCode != other.pointCode);
        differences.put("networkIndicator", networkIndicator != other.networkIndicator);
        differences.put("mscGlobalTitle", !mscGlobalTitle.equals(other.mscGlobalTitle));
        differences.put("hlrGlobalTitle", !hlrGlobalTitle.equals(other.hlrGlobalTitle));
        differences.put("deliveryThreads", deliveryThreads != other.deliveryThreads);
        differences.put("maxDialogues", maxDialogues != other.maxDialogues);
        differences.put("dialogueIdleTimeout", !dialogueIdleTimeout.equals(other.dialogueIdleTimeout));
        differences.put("checkCallingTitle", checkCallingTitle != other.checkCallingTitle);
        return differences.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What carries the M3UA messages. */
    public enum Protocol {
        SCTP,
        TCP
    }

    /** Who opens the association. */
    public enum Side {
        CLIENT,
        SERVER
    }

    /** The part the hub plays in M3UA (RFC 4666 clause 1.2). */
    public enum Role {
        ASP,
        SGP,
        IPSP_CLIENT,
        IPSP_SERVER
    }

    /** RFC 4666 clause 3.8.1 (broadcast is not offered). */
    public enum TrafficMode {
        LOADSHARE,
        OVERRIDE
    }

    /** Single or double exchange of ASPSM/ASPTM messages between IPSPs (RFC 4666 clause 1.4.7). */
    public enum Exchange {
        SINGLE,
        DOUBLE
    }

    /** Which originating point codes an application server's associations may bring. */
    public enum OriginCheck {
        CONFIGURED,
        ANY
    }

    /**
     * One SCTP association or TCP connection.
     *
     * @param name unique among the associations
     * @param protocol SCTP or TCP
     * @param side CLIENT opens it and opens it again, SERVER listens
     * @param localAddresses IP addresses to bind, at least one; several only for SCTP (multi-homing)
     * @param localPort port to bind; 0 for a client that does not care
     * @param peerAddresses IP addresses of the peer, at least one; a server takes a connection that comes from any of
     *     them
     * @param peerPort the peer's port; 0 for a server that takes any
     * @param heartbeat interval of M3UA BEAT messages; empty for none
     * @param reconnectDelay how long a client waits before it tries again
     * @param dataOnStreamZero whether DATA is taken that comes on SCTP's stream 0, which RFC 4666 keeps for management
     */
    public record Association(
            String name,
            Protocol protocol,
            Side side,
            List<String> localAddresses,
            int localPort,
            List<String> peerAddresses,
            int peerPort,
            Optional<Duration> heartbeat,
            Duration reconnectDelay,
            boolean dataOnStreamZero) {

        public static final Duration DEFAULT_RECONNECT_DELAY = Duration.ofSeconds(2);

        /** One that takes DATA on any stream. */
        public Association(
                String name,
                Protocol protocol,
                Side side,
                List<String> localAddresses,
                int localPort,
                List<String> peerAddresses,
                int peerPort,
                Optional<Duration> heartbeat,
                Duration reconnectDelay) {
            this(
                    name,
                    protocol,
                    side,
                    localAddresses,
                    localPort,
                    peerAddresses,
                    peerPort,
                    heartbeat,
                    reconnectDelay,
                    true);
        }

        public Association {
            identifier("name", name);
            Objects.requireNonNull(protocol, "protocol");
            Objects.requireNonNull(side, "side");
            localAddresses = notEmpty("localAddresses", localAddresses);
            peerAddresses = notEmpty("peerAddresses", peerAddresses);
            within("localPort", localPort, side == Side.SERVER ? 1 : 0, 65535);
            within("peerPort", peerPort, side == Side.CLIENT ? 1 : 0, 65535);
            Objects.requireNonNull(heartbeat, "heartbeat").ifPresent(h -> positive("heartbeat", h));
            positive("reconnectDelay", reconnectDelay);
            if (protocol == Protocol.TCP && localAddresses.size() > 1) {
                throw new IllegalArgumentException("localAddresses: TCP binds one address; several need protocol sctp");
            }
        }
    }

    /**
     * An M3UA application server: who is reached, over which associations.
     *
     * @param name unique among the application servers
     * @param role the hub's part
     * @param exchange only for the IPSP roles
     * @param routingContext RFC 4666 clause 3.8 routing context; empty where the peer uses none
     * @param networkAppearance RFC 4666 network appearance; empty where the peer uses none
     * @param trafficMode must equal the peer's
     * @param minActive associations that must be active before a loadshare server is active
     * @param associations names of its associations, at least one
     * @param pointCodes the point codes reached through it, at least one
     * @param originatingPointCodes whether its messages must come from these point codes, or may come from any but
     *     those that are behind other associations only
     */
    public record ApplicationServer(
            String name,
            Role role,
            Exchange exchange,
            OptionalLong routingContext,
            OptionalLong networkAppearance,
            TrafficMode trafficMode,
            int minActive,
            List<String> associations,
            List<Integer> pointCodes,
            OriginCheck originatingPointCodes) {

        /**
         * One whose messages come from any point code when it is behind a gateway, and else from its own point codes.
         */
        public ApplicationServer(
                String name,
                Role role,
                Exchange exchange,
                OptionalLong routingContext,
                OptionalLong networkAppearance,
                TrafficMode trafficMode,
                int minActive,
                List<String> associations,
                List<Integer> pointCodes) {
            this(
                    name,
                    role,
                    exchange,
                    routingContext,
                    networkAppearance,
                    trafficMode,
                    minActive,
                    associations,
                    pointCodes,
                    defaultOriginCheck(role));
        }

        /** Through a gateway any signalling point of the network may write. */
        public static OriginCheck defaultOriginCheck(Role role) {
            return role == Role.ASP ? OriginCheck.ANY : OriginCheck.CONFIGURED;
        }

        public ApplicationServer {
            identifier("name", name);
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(exchange, "exchange");
            Objects.requireNonNull(routingContext, "routingContext");
            Objects.requireNonNull(networkAppearance, "networkAppearance");
            Objects.requireNonNull(trafficMode, "trafficMode");
            associations = notEmpty("associations", associations);
            pointCodes = notEmpty("pointCodes", pointCodes);
            pointCodes.forEach(code -> pointCode("pointCodes", code));
            within("minActive", minActive, 1, associations.size());
            Objects.requireNonNull(originatingPointCodes, "originatingPointCodes");
        }
    }

    /**
     * One rule of the hub's own global title translation.
     *
     * @param digits the title's digits; a trailing {@code *} makes them a prefix, {@code *} alone is every title
     * @param translationType only titles with this translation type
     * @param numberingPlan only titles with this numbering plan (1 = ISDN/telephony)
     * @param natureOfAddress only titles with this nature of address indicator (4 = international)
     * @param subsystemNumbers only called parties with one of these SSNs; empty for all
     * @param target where the message goes
     */
    public record TranslationRule(
            String digits,
            OptionalInt translationType,
            OptionalInt numberingPlan,
            OptionalInt natureOfAddress,
            Set<Integer> subsystemNumbers,
            Target target) {

        public TranslationRule {
            if (!digits.matches("[0-9A-Fa-f]{0,32}\\*?") || digits.isEmpty()) {
                throw new IllegalArgumentException(
                        "digits '" + digits + "' are not 1 to 32 digits, optionally ended by *");
            }
            translationType.ifPresent(v -> within("translationType", v, 0, 255));
            numberingPlan.ifPresent(v -> within("numberingPlan", v, 0, 15));
            natureOfAddress.ifPresent(v -> within("natureOfAddress", v, 0, 127));
            subsystemNumbers = Set.copyOf(subsystemNumbers);
            subsystemNumbers.forEach(v -> within("subsystemNumbers", v, 1, 254));
            Objects.requireNonNull(target, "target");
        }

        /** Whether {@link #digits()} is a prefix. */
        public boolean prefix() {
            return digits.endsWith("*");
        }
    }

    /** Where a translated message goes. */
    public sealed interface Target {

        /** To this hub: the rule is for messages that arrive. */
        record Local() implements Target {}

        /** To this point code: the rule is for messages that the hub sends. */
        record PointCode(int pointCode) implements Target {
            public PointCode {
                Ss7Settings.pointCode("to", pointCode);
            }
        }
    }

    private static void pointCode(String field, int value) {
        within(field, value, 0, 16_777_215);
    }

    private static void within(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + " " + value + " is not within " + least + ".." + most);
        }
    }

    private static void positive(String field, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(field + " " + value + " is not positive");
        }
    }

    private static void digits(String field, String value) {
        if (!value.matches("[0-9]{3,15}")) {
            throw new IllegalArgumentException(field + " '" + value + "' is not 3 to 15 digits of an E.164 number");
        }
    }

    private static void identifier(String field, String value) {
        if (!value.matches("[A-Za-z0-9_.-]{1,64}")) {
            throw new IllegalArgumentException(
                    field + " '" + value + "' is not 1 to 64 letters, digits, dots, dashes or underscores");
        }
    }

    private static <T> List<T> notEmpty(String field, List<T> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(field + " is empty: at least one is needed");
        }
        return List.copyOf(values);
    }
}
