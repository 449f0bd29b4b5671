// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The keys {@code vmnhub.*} of {@code config/application.properties}: all there are, with what they may be and what
 * holds without them.
 */
public enum HubKey {
    /** Whether changed files are taken by themselves. */
    RELOAD_WATCH("vmnhub.reload.watch", Kind.SWITCH, "true"),
    SS7_ADDRESS("vmnhub.ss7.address", Kind.ADDRESS, "127.0.0.1"),
    SS7_PORT("vmnhub.ss7.port", Kind.PORT, "2905"),
    SS7_PEER_ADDRESS("vmnhub.ss7.peer-address", Kind.ADDRESS, "127.0.0.1"),
    SMPP_ADDRESS("vmnhub.smpp.address", Kind.ADDRESS, "127.0.0.1"),
    SMPP_PORT("vmnhub.smpp.port", Kind.PORT, "2775"),
    SMPP_DEMO("vmnhub.smpp.demo", Kind.SWITCH, "false"),
    SIMULATOR_ENABLED("vmnhub.simulator.enabled", Kind.SWITCH, "false"),
    SIMULATOR_PORT("vmnhub.simulator.port", Kind.PORT, "2906"),
    SIMULATOR_INTERVAL_MILLIS("vmnhub.simulator.interval-millis", Kind.MILLISECONDS, "2000"),
    SIMULATOR_GLOBAL_TITLE("vmnhub.simulator.global-title", Kind.DIGITS, "447700000100"),
    SIMULATOR_TO("vmnhub.simulator.to", Kind.DIGITS, "447700900123"),
    MESSAGES_FOLDER("vmnhub.messages.folder", Kind.FOLDER, "data/messages"),
    MESSAGES_IDENTITY_KEY("vmnhub.messages.identity-key", Kind.LONG_SECRET, ""),
    DUPLICATES_CAPACITY("vmnhub.duplicates.capacity", Kind.COUNT, "4194304"),
    LONG_MESSAGES_OPEN("vmnhub.long-messages.open", Kind.COUNT, "50000"),
    DATABASE_URL("vmnhub.database.url", Kind.TEXT, ""),
    DATABASE_USERNAME("vmnhub.database.username", Kind.TEXT, ""),
    DATABASE_PASSWORD("vmnhub.database.password", Kind.TEXT, ""),
    DATABASE_CONNECTIONS("vmnhub.database.connections", Kind.COUNT, "10"),
    /** Components beside the hub's own that never make a thread wait, separated by commas. */
    CONNECTORS_ASYNCHRONOUS("vmnhub.connectors.asynchronous", Kind.TEXT, ""),
    /** Threads of each step that may block, as those of connectors from Camel's catalogue. */
    CONNECTORS_THREADS("vmnhub.connectors.threads", Kind.COUNT, "16"),
    /** Messages in progress in each such step. */
    CONNECTORS_IN_PROGRESS("vmnhub.connectors.in-progress", Kind.COUNT, "500"),
    /** How long such a step may take for a message. */
    CONNECTORS_WITHIN_MILLIS("vmnhub.connectors.within-millis", Kind.MILLISECONDS, "30000"),
    /** What the disks of the folders that the hub writes to must have free, or the hub is not ready. */
    DISK_MIN_FREE_MEGABYTES("vmnhub.disk.min-free-megabytes", Kind.COUNT, "100"),
    HTTP_ENABLED("vmnhub.http.enabled", Kind.CHOICE, "auto"),
    HTTP_HOST("vmnhub.http.host", Kind.ADDRESS, "127.0.0.1"),
    HTTP_PORT("vmnhub.http.port", Kind.PORT, "8080"),
    HTTP_HOSTS("vmnhub.http.hosts", Kind.TEXT, ""),
    HTTP_MAX_CONNECTIONS("vmnhub.http.max-connections", Kind.COUNT, "2000"),
    HTTP_MAX_CONNECTIONS_PER_ADDRESS("vmnhub.http.max-connections-per-address", Kind.COUNT, "200"),
    HTTP_HEAD_WITHIN_SECONDS("vmnhub.http.head-within-seconds", Kind.COUNT, "10"),
    HTTP_BODY_WITHIN_SECONDS("vmnhub.http.body-within-seconds", Kind.COUNT, "60"),
    HTTP_IDLE_SECONDS("vmnhub.http.idle-seconds", Kind.COUNT, "60"),
    HTTP_PUBLIC_URL("vmnhub.http.public-url", Kind.TEXT, ""),
    HTTP_TLS_CERTIFICATE("vmnhub.http.tls-certificate", Kind.TEXT, ""),
    HTTP_TLS_KEY("vmnhub.http.tls-key", Kind.TEXT, ""),
    HTTP_TLS_PASSWORD("vmnhub.http.tls-password", Kind.TEXT, ""),
    REST_RETENTION_DAYS("vmnhub.rest.retention-days", Kind.COUNT, "7"),
    MANAGEMENT_TOKEN("vmnhub.management.token", Kind.TEXT, ""),
    /** A family: {@code vmnhub.management.viewers.<name>} is the token of somebody who may look. */
    MANAGEMENT_VIEWERS("vmnhub.management.viewers.*", Kind.TEXT, ""),
    /** A family: {@code vmnhub.management.operators.<name>} is the token of somebody who may look and change. */
    MANAGEMENT_OPERATORS("vmnhub.management.operators.*", Kind.TEXT, ""),
    /** How long a browser that has signed in need not do so again. */
    MANAGEMENT_SESSION_HOURS("vmnhub.management.session-hours", Kind.COUNT, "12"),
    /** The OpenID provider that operators may sign in by; none without it. */
    MANAGEMENT_OPENID_ISSUER("vmnhub.management.openid.issuer", Kind.TEXT, ""),
    MANAGEMENT_OPENID_CLIENT_ID("vmnhub.management.openid.client-id", Kind.TEXT, ""),
    MANAGEMENT_OPENID_CLIENT_SECRET("vmnhub.management.openid.client-secret", Kind.TEXT, ""),
    MANAGEMENT_OPENID_REDIRECT_URL("vmnhub.management.openid.redirect-url", Kind.TEXT, ""),
    MANAGEMENT_OPENID_SCOPE("vmnhub.management.openid.scope", Kind.TEXT, "openid profile"),
    MANAGEMENT_OPENID_ALGORITHM("vmnhub.management.openid.algorithm", Kind.TEXT, "RS256"),
    MANAGEMENT_OPENID_NAME_CLAIM("vmnhub.management.openid.name-claim", Kind.TEXT, "preferred_username"),
    MANAGEMENT_OPENID_ROLES_CLAIM("vmnhub.management.openid.roles-claim", Kind.TEXT, "roles"),
    MANAGEMENT_OPENID_OPERATOR_ROLES("vmnhub.management.openid.operator-roles", Kind.TEXT, ""),
    MANAGEMENT_OPENID_VIEWER_ROLES("vmnhub.management.openid.viewer-roles", Kind.TEXT, ""),
    MANAGEMENT_CONSOLE("vmnhub.management.console", Kind.SWITCH, "true"),
    MANAGEMENT_HOSTS("vmnhub.management.hosts", Kind.TEXT, ""),
    MANAGEMENT_MAX_CONNECTIONS("vmnhub.management.max-connections", Kind.COUNT, "200"),
    MANAGEMENT_MAX_CONNECTIONS_PER_ADDRESS("vmnhub.management.max-connections-per-address", Kind.COUNT, "50"),
    MANAGEMENT_TLS_CERTIFICATE("vmnhub.management.tls-certificate", Kind.TEXT, ""),
    MANAGEMENT_TLS_KEY("vmnhub.management.tls-key", Kind.TEXT, ""),
    MANAGEMENT_TLS_PASSWORD("vmnhub.management.tls-password", Kind.TEXT, ""),
    BROKER_ENABLED("vmnhub.broker.enabled", Kind.SWITCH, "false"),
    BROKER_URL("vmnhub.broker.url", Kind.TEXT, ""),
    BROKER_USERNAME("vmnhub.broker.username", Kind.TEXT, ""),
    BROKER_PASSWORD("vmnhub.broker.password", Kind.TEXT, ""),
    BROKER_DATA("vmnhub.broker.data", Kind.TEXT, "data/broker"),
    BROKER_QUOTA("vmnhub.broker.quota", Kind.COUNT, "100000"),
    /**
     * A family: {@code vmnhub.broker.quotas.<application>} takes the place of the quota for that application's queues.
     */
    BROKER_QUOTAS("vmnhub.broker.quotas.*", Kind.COUNT, "100000"),
    BROKER_MAX_DISK_MEGABYTES("vmnhub.broker.max-disk-megabytes", Kind.COUNT, "20000"),
    BROKER_MIN_DISK_FREE_MEGABYTES("vmnhub.broker.min-disk-free-megabytes", Kind.COUNT, "1000"),
    BROKER_ADDRESS("vmnhub.broker.address", Kind.ADDRESS, "127.0.0.1"),
    BROKER_PORT("vmnhub.broker.port", Kind.PORT, "61616"),
    BROKER_KEY_STORE("vmnhub.broker.key-store", Kind.TEXT, ""),
    BROKER_KEY_STORE_PASSWORD("vmnhub.broker.key-store-password", Kind.TEXT, ""),
    BROKER_PROTOCOLS("vmnhub.broker.protocols", Kind.PROTOCOLS, "core, amqp"),
    BROKER_MAX_CONNECTIONS("vmnhub.broker.max-connections", Kind.COUNT, "500"),
    BROKER_MAX_CONNECTIONS_PER_ADDRESS("vmnhub.broker.max-connections-per-address", Kind.COUNT, "50"),
    BROKER_MAX_CONNECTIONS_PER_USER("vmnhub.broker.max-connections-per-user", Kind.COUNT, "50"),
    BROKER_MAX_CONSUMERS_PER_USER("vmnhub.broker.max-consumers-per-user", Kind.COUNT, "100"),
    BROKER_MAX_UNACKNOWLEDGED_PER_USER("vmnhub.broker.max-unacknowledged-per-user", Kind.COUNT, "10000"),
    BROKER_SIGN_IN_MILLIS("vmnhub.broker.sign-in-millis", Kind.MILLISECONDS, "10000"),
    /** A family: {@code vmnhub.broker.subscriptions.<application>} names the durable subscriptions to its topic. */
    BROKER_SUBSCRIPTIONS("vmnhub.broker.subscriptions.*", Kind.TEXT, ""),
    /** Service centres that may wait for one number. */
    HLR_WAITING_PER_NUMBER("vmnhub.hlr.waiting-per-number", Kind.COUNT, "10"),
    /** Service centres that may wait in all. */
    HLR_WAITING_TOTAL("vmnhub.hlr.waiting-total", Kind.COUNT, "100000"),
    /** How long a service centre is remembered that cannot be alerted. */
    HLR_WAITING_HOURS("vmnhub.hlr.waiting-hours", Kind.COUNT, "72"),
    /** Alerts to one service centre in a second. */
    HLR_ALERTS_PER_SECOND("vmnhub.hlr.alerts-per-second", Kind.COUNT, "20"),
    /** What correlation IMSIs begin with; without it there are none. */
    HLR_CORRELATION_POOL("vmnhub.hlr.correlation-pool", Kind.TEXT, ""),
    /** How long a correlation IMSI holds. */
    HLR_CORRELATION_SECONDS("vmnhub.hlr.correlation-seconds", Kind.COUNT, "3600"),
    /** How many correlation IMSIs may be given at a time. */
    HLR_CORRELATION_CAPACITY("vmnhub.hlr.correlation-capacity", Kind.COUNT, "200000"),
    /** Whether correlation IMSIs survive a restart. */
    HLR_CORRELATION_PERSIST("vmnhub.hlr.correlation-persist", Kind.SWITCH, "true"),
    /** What becomes of a query when all correlation IMSIs are given. */
    HLR_CORRELATION_EXHAUSTED("vmnhub.hlr.correlation-exhausted", Kind.EXHAUSTED, "refuse"),
    /** How a query that intends no delivery is answered. */
    HLR_DELIVERY_NOT_INTENDED("vmnhub.hlr.delivery-not-intended", Kind.NOT_INTENDED, "refuse"),
    /** What becomes of an SMSC that tries numbers or IMSIs which are not there. */
    HLR_SCAN_ACTION("vmnhub.hlr.scan-action", Kind.SCAN_ACTION, "gray"),
    /** So many different ones make a scan. */
    HLR_SCAN_UNKNOWN("vmnhub.hlr.scan-unknown", Kind.COUNT, "100"),
    /** In so long. */
    HLR_SCAN_SECONDS("vmnhub.hlr.scan-seconds", Kind.COUNT, "600"),
    /** How long the SMSC stays on the list. */
    HLR_SCAN_HOURS("vmnhub.hlr.scan-hours", Kind.COUNT, "24"),
    /** How often a query for a number that is not reachable is let through. */
    HLR_PROBE_SECONDS("vmnhub.hlr.probe-seconds", Kind.COUNT, "30"),
    WEBHOOKS_FILE("vmnhub.webhooks.file", Kind.TEXT, "data/webhooks.json"),
    RECORDS_ENABLED("vmnhub.records.enabled", Kind.SWITCH, "true"),
    RECORDS_FOLDER("vmnhub.records.folder", Kind.TEXT, "data/records"),
    RECORDS_DAYS("vmnhub.records.days", Kind.COUNT, "30"),
    RECORDS_MAX_MEGABYTES("vmnhub.records.max-megabytes", Kind.COUNT, "10000"),
    RECORDS_SQL("vmnhub.records.sql", Kind.SWITCH, "false"),
    RECORDS_SQL_DAYS("vmnhub.records.sql-days", Kind.COUNT, "30"),
    /** Whether whole messages are kept for a while, so that they can be sent again. */
    RECORDS_TEXTS("vmnhub.records.texts", Kind.SWITCH, "false"),
    RECORDS_TEXT_DAYS("vmnhub.records.text-days", Kind.COUNT, "3"),
    /** Where traces of messages go, by OTLP over HTTP; none are made without it. */
    TRACING_ENDPOINT("vmnhub.tracing.endpoint", Kind.TEXT, ""),
    TRACING_ONE_IN("vmnhub.tracing.one-in", Kind.COUNT, "100"),
    TRACING_SERVICE("vmnhub.tracing.service", Kind.TEXT, "vmn-hub"),
    /** A family: {@code vmnhub.tracing.headers.<name>} is a header that the collector wants. */
    TRACING_HEADERS("vmnhub.tracing.headers.*", Kind.TEXT, ""),
    /** A family: {@code vmnhub.broker.users.<application>} is that application's password. */
    BROKER_USERS("vmnhub.broker.users.*", Kind.TEXT, "");

    /** What every key of the hub's own begins with. */
    public static final String PREFIX = "vmnhub.";

    private final String key;
    private final Kind kind;
    private final String standard;

    HubKey(String key, Kind kind, String standard) {
        this.key = key;
        this.kind = kind;
        this.standard = standard;
    }

    public static Optional<HubKey> named(String key) {
        return Arrays.stream(values())
                .filter(known -> known.key.equals(key) || known.key.endsWith(".*") && key.startsWith(known.family()))
                .findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(HubKey::key).toList();
    }

    public String key() {
        return key;
    }

    /** What the keys of a family begin with. */
    public String family() {
        return key.substring(0, key.length() - 1);
    }

    /** The value of a hub that does not set it. */
    String standard() {
        return standard;
    }

    /** What is wrong with a value; empty when nothing is. */
    public Optional<String> problem(String value) {
        return kind.fits.test(value.trim())
                ? Optional.empty()
                : Optional.of(key + ": is "
                        + (kind == Kind.LONG_SECRET ? value.trim().length() + " characters long" : "'" + value + "'")
                        + ", but must be " + kind.wanted);
    }

    private enum Kind {
        ADDRESS("an IP address", value -> value.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")),
        PORT("a port from 1 to 65535", value -> isBetween(1, 65_535, value)),
        SWITCH("true or false", value -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")),
        MILLISECONDS("a number of milliseconds from 1 to 86400000", value -> isBetween(1, 86_400_000, value)),
        FOLDER("the name of a folder", value -> !value.isBlank()),
        COUNT(
                "a number from 1 to 1000000000",
                value -> value.matches("[0-9]{1,10}")
                        && Long.parseLong(value) >= 1
                        && Long.parseLong(value) <= 1_000_000_000),
        TEXT("a text", value -> true),
        LONG_SECRET("16 characters or more, or left out", value -> value.isEmpty() || value.length() >= 16),
        PROTOCOLS(
                "a list of core, amqp, stomp and mqtt, separated by commas",
                value -> value.matches("(?i)(core|amqp|stomp|mqtt)( *, *(core|amqp|stomp|mqtt))*")),
        EXHAUSTED("refuse or replace-oldest", value -> value.matches("refuse|replace-oldest")),
        NOT_INTENDED("refuse, mcc-mnc or imsi", value -> value.matches("refuse|mcc-mnc|imsi")),
        SCAN_ACTION("gray, black, log or off", value -> value.matches("gray|black|log|off")),
        CHOICE("true, false or auto", value -> value.matches("(?i)true|false|auto")),
        DIGITS("3 to 15 digits", value -> value.matches("[0-9]{3,15}"));

        private final String wanted;
        private final Predicate<String> fits;

        Kind(String wanted, Predicate<String> fits) {
            this.wanted = wanted;
            this.fits = fits;
        }

        private static boolean isBetween(long least, long most, String value) {
            return value.matches("[0-9]{1,9}") && Long.parseLong(value) >= least && Long.parseLong(value) <= most;
        }
    }
}
