// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.smpp;

import io.vmnhub.sms.MapUserError;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One application that may bind. Immutable.
 *
 * @param systemId its name in the bind, 1 to 15 characters, and in routes
 * @param enabled whether it may bind at all
 * @param access how it may bind
 * @param flow how many messages at a time, and how fast
 * @param content how its messages look
 * @param mapErrors what a command_status of deliver_sm_resp becomes, where it differs from
 *     {@link CommandStatus#mapError(int)}
 * @param outbind where it is asked to bind when messages wait; empty when it binds by itself
 */
public record EsmeAccount(
        String systemId,
        boolean enabled,
        Access access,
        Flow flow,
        Content content,
        Map<Integer, MapUserError> mapErrors,
        Optional<Outbind> outbind) {

    /** Default: sessions of an account at a time. */
    public static final int DEFAULT_MAX_SESSIONS = 10;
    /** Default: deliver_sm without response in one session. */
    public static final int DEFAULT_WINDOW = 10;
    /** Default: messages that wait for room in a window. */
    public static final int DEFAULT_MAX_WAITING = 1_000;
    /** Default: silence after which a session is asked whether it lives. */
    public static final Duration DEFAULT_ENQUIRE_LINK = Duration.ofSeconds(30);
    /** Default: how long a response may take. */
    public static final Duration DEFAULT_RESPONSE_TIMEOUT = Duration.ofSeconds(5);
    /** Default: how long a message may take in all. */
    public static final Duration DEFAULT_CONFIRM_WITHIN = Duration.ofSeconds(9);

    /** One that binds by itself. */
    public EsmeAccount(
            String systemId,
            boolean enabled,
            Access access,
            Flow flow,
            Content content,
            Map<Integer, MapUserError> mapErrors) {
        this(systemId, enabled, access, flow, content, mapErrors, Optional.empty());
    }

    public EsmeAccount {
        Objects.requireNonNull(outbind, "outbind");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(content, "content");
        mapErrors = Map.copyOf(mapErrors);
        if (!systemId.matches("[\\x21-\\x7E]{1,15}")) {
            throw new IllegalArgumentException(
                    "systemId must be 1 to 15 ASCII characters without spaces (SMPP 5.0 clause 4.7.30)");
        }
    }

    /** What a response's status means to the network; not for {@link CommandStatus#ESME_ROK}. */
    public MapUserError mapError(int status) {
        MapUserError own = mapErrors.get(status);
        return own != null ? own : CommandStatus.mapError(status);
    }

    /**
     * Where an application is asked to bind, by outbind (SMPP 5.0 clause 4.1.1.7).
     *
     * @param host name or address
     * @param systemId how the hub calls itself there, up to 15 characters
     * @param password what it shows, up to 8 characters; may be empty
     * @param tls whether the connection is TLS
     * @param trustedCertificates who may have signed the application's certificate; empty for those that Java trusts
     */
    public record Outbind(
            String host, int port, String systemId, String password, boolean tls, Optional<Path> trustedCertificates) {

        private static final int HIGHEST_PORT = 65_535;

        public Outbind {
            Objects.requireNonNull(trustedCertificates, "trustedCertificates");
            if (host.isBlank() || port < 1 || port > HIGHEST_PORT) {
                throw new IllegalArgumentException("outbind needs a host, and a port from 1 to " + HIGHEST_PORT);
            }
            if (!systemId.matches("[\\x20-\\x7E]{0,15}") || !password.matches("[\\x20-\\x7E]{0,8}")) {
                throw new IllegalArgumentException("outbind has a systemId of at most 15 ASCII characters and a"
                        + " password of at most 8 (SMPP 5.0 clause 4.1.1.7)");
            }
        }

        /** {@code app.example.com:2776}, without the password. */
        @Override
        public String toString() {
            return host + ":" + port + (tls ? " (TLS)" : "");
        }
    }

    /** The kinds of bind that deliver messages. */
    public enum BindType {
        RECEIVER,
        TRANSCEIVER
    }

    /**
     * How an account may bind.
     *
     * @param password what the bind's is compared with
     * @param bindTypes at least one
     * @param addresses from where; empty means from anywhere
     * @param versions at least one
     * @param maxSessions sessions at a time
     * @param tlsOnly whether the plain port refuses it
     * @param addressRange whether the bind's address_range picks the messages that the session gets
     */
    public record Access(
            Password password,
            Set<BindType> bindTypes,
            List<IpRange> addresses,
            Set<SmppVersion> versions,
            int maxSessions,
            boolean tlsOnly,
            boolean addressRange) {

        public Access {
            Objects.requireNonNull(password, "password");
            bindTypes = Set.copyOf(bindTypes);
            addresses = List.copyOf(addresses);
            versions = Set.copyOf(versions);
            atLeastOne("maxSessions", maxSessions);
            atLeastOne("bindTypes", bindTypes.size());
            atLeastOne("versions", versions.size());
        }

        public boolean allows(InetAddress address) {
            return addresses.isEmpty() || addresses.stream().anyMatch(range -> range.contains(address));
        }
    }

    /**
     * How many messages at a time, and how fast.
     *
     * @param window deliver_sm without response in one session
     * @param throughput messages a second over all sessions; empty for no limit
     * @param maxWaiting messages that wait for room in a window or under the limit; beyond, a message fails at once
     * @param enquireLink silence after which a session is asked whether it lives
     * @param responseTimeout how long a response may take
     * @param confirmWithin how long a message may take in all, waiting and further sessions included
     * @param keepOrder whether messages of one sender to one number go one after the other
     */
    public record Flow(
            int window,
            OptionalInt throughput,
            int maxWaiting,
            Duration enquireLink,
            Duration responseTimeout,
            Duration confirmWithin,
            boolean keepOrder) {

        public Flow {
            atLeastOne("window", window);
            atLeastOne("throughput", throughput.orElse(1));
            atLeastOne("maxWaiting", maxWaiting);
            Objects.requireNonNull(enquireLink, "enquireLink");
            Objects.requireNonNull(responseTimeout, "responseTimeout");
            Objects.requireNonNull(confirmWithin, "confirmWithin");
        }

        /** The same with another limit. */
        public Flow withThroughput(int limit) {
            return new Flow(
                    window, OptionalInt.of(limit), maxWaiting, enquireLink, responseTimeout, confirmWithin, keepOrder);
        }
    }

    /** What data_coding 0 means to an application: each has its own. */
    public enum DefaultAlphabet {
        /** GSM 7-bit default alphabet, one septet in each octet. */
        GSM7,
        /** Latin-1; text that does not fit it goes as UCS2 with data_coding 8. */
        ISO_8859_1,
        /** UTF-8, in which every text fits. */
        UTF_8
    }

    /** How a part of a long message says that it is one. */
    public enum LongMessages {
        /** By the user data header, kept before the text, with esm_class 0x40. */
        UDH,
        /** By the parameters sar_msg_ref_num, sar_total_segments and sar_segment_seqnum. */
        SAR,
        /** As SAR, with the text in message_payload always. */
        PAYLOAD
    }

    /** What a parameter of the vendor's range can carry. */
    public enum VendorParameter {
        SERVICE_CENTRE_TIMESTAMP,
        SERVICE_CENTRE_ADDRESS,
        APPLICATION,
        MESSAGE_ID,
        IDENTITY
    }

    /**
     * How messages look.
     *
     * @param defaultAlphabet the meaning of data_coding 0
     * @param longMessages how parts say that they are parts
     * @param vendorParameters tags, 0x1400 to 0x3FFF, of what is sent beyond the standard
     */
    public record Content(
            DefaultAlphabet defaultAlphabet,
            LongMessages longMessages,
            Map<VendorParameter, Integer> vendorParameters) {

        public Content {
            Objects.requireNonNull(defaultAlphabet, "defaultAlphabet");
            Objects.requireNonNull(longMessages, "longMessages");
            vendorParameters = Map.copyOf(vendorParameters);
            if (Set.copyOf(vendorParameters.values()).size() < vendorParameters.size()) {
                throw new IllegalArgumentException("vendorParameters: two of them have the same tag");
            }
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1");
        }
    }
}
