// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import org.apache.camel.spi.Metadata;

/** Headers that describe the short message. */
public final class SmsConstants {

    @Metadata(
            label = "consumer",
            description = "The id the hub gave to the message: unique, sortable by time",
            javaType = "String")
    public static final String MESSAGE_ID = "CamelSmsMessageId";

    @Metadata(
            label = "consumer",
            description =
                    "The message's identity, 32 hexadecimal digits: the same whenever its SMSC sends it again, and "
                            + "on every node that has the same key",
            javaType = "String")
    public static final String IDENTITY = "CamelSmsIdentity";

    @Metadata(
            label = "consumer",
            description = "What came: a short message (SMS-DELIVER), or what became of one that the number has sent "
                    + "(SMS-STATUS-REPORT)",
            javaType = "String",
            enums = "deliver,status-report")
    public static final String KIND = "CamelSmsKind";

    @Metadata(
            label = "consumer",
            description = "Of a status report: TP-ST, 0 to 255 (TS 23.040 clause 9.2.3.15); missing otherwise",
            javaType = "Integer")
    public static final String STATUS = "CamelSmsStatus";

    @Metadata(
            label = "consumer",
            description = "Of a status report: what its TP-ST means; missing otherwise",
            javaType = "String",
            enums = "completed,trying,permanentError,temporaryError,reserved")
    public static final String STATUS_OUTCOME = "CamelSmsStatusOutcome";

    @Metadata(
            label = "consumer",
            description = "Of a status report: TP-MR, the reference of the message that was sent, 0 to 255; missing "
                    + "otherwise",
            javaType = "Integer")
    public static final String MESSAGE_REFERENCE = "CamelSmsMessageReference";

    @Metadata(
            label = "consumer",
            description = "Of a status report: when the message that was sent was delivered or last tried; missing "
                    + "otherwise, and when the TPDU has no valid time",
            javaType = "java.time.OffsetDateTime")
    public static final String DISCHARGE_TIME = "CamelSmsDischargeTime";

    @Metadata(
            label = "consumer",
            description = "The sender: digits of a number, or the text of an alphanumeric address; of a status report "
                    + "to whom the message was sent (TP-RA)",
            javaType = "String")
    public static final String ORIGINATING_ADDRESS = "CamelSmsOriginatingAddress";

    @Metadata(
            label = "consumer",
            description = "How the sender is to be read (TS 23.040 clause 9.1.2.5)",
            javaType = "String",
            enums = "UNKNOWN,INTERNATIONAL,NATIONAL,NETWORK_SPECIFIC,SUBSCRIBER,ALPHANUMERIC,ABBREVIATED,RESERVED")
    public static final String ORIGINATING_ADDRESS_TYPE = "CamelSmsOriginatingAddressType";

    @Metadata(description = "The VMN: digits of an international number without plus", javaType = "String")
    public static final String DESTINATION_ADDRESS = "CamelSmsDestinationAddress";

    @Metadata(
            label = "consumer",
            description = "The text; empty for 8-bit data that no charset is agreed for",
            javaType = "String")
    public static final String TEXT = "CamelSmsText";

    @Metadata(
            label = "consumer",
            description = "The alphabet of the user data",
            javaType = "String",
            enums = "GSM7,OCTETS,UCS2")
    public static final String ALPHABET = "CamelSmsAlphabet";

    @Metadata(
            label = "consumer",
            description = "When the SMSC took the message, with its offset; missing when the TPDU has no valid time",
            javaType = "java.time.OffsetDateTime")
    public static final String SERVICE_CENTRE_TIMESTAMP = "CamelSmsServiceCentreTimestamp";

    @Metadata(label = "consumer", description = "The TP-PID, 0 to 255", javaType = "Integer")
    public static final String PROTOCOL_IDENTIFIER = "CamelSmsProtocolIdentifier";

    @Metadata(label = "consumer", description = "The TP-DCS, 0 to 255", javaType = "Integer")
    public static final String DATA_CODING_SCHEME = "CamelSmsDataCodingScheme";

    @Metadata(label = "consumer", description = "The application that owns the VMN", javaType = "String")
    public static final String APPLICATION = "CamelSmsApplication";

    @Metadata(
            label = "consumer",
            description = "The charset in which 8-bit data was read as text; missing otherwise",
            javaType = "String")
    public static final String CHARSET = "CamelSmsCharset";

    @Metadata(
            label = "consumer",
            description = "The message class, 0 (shown at once) to 3; missing when there is none",
            javaType = "Integer")
    public static final String MESSAGE_CLASS = "CamelSmsMessageClass";

    @Metadata(
            label = "consumer",
            description = "What waits elsewhere, of the first indication; missing without one",
            javaType = "String",
            enums = "VOICEMAIL,FAX,EMAIL,OTHER,VIDEO")
    public static final String MESSAGES_WAITING = "CamelSmsMessagesWaiting";

    @Metadata(
            label = "consumer",
            description = "Whether the first indication is to be switched on; missing without one",
            javaType = "Boolean")
    public static final String MESSAGES_WAITING_ACTIVE = "CamelSmsMessagesWaitingActive";

    @Metadata(
            label = "consumer",
            description = "The receiving application's port; missing without ports",
            javaType = "Integer")
    public static final String DESTINATION_PORT = "CamelSmsDestinationPort";

    @Metadata(
            label = "consumer",
            description = "The sending application's port; missing without ports",
            javaType = "Integer")
    public static final String ORIGINATOR_PORT = "CamelSmsOriginatorPort";

    @Metadata(
            label = "consumer",
            description = "The reference of a long message; missing for a short one",
            javaType = "Integer")
    public static final String REFERENCE = "CamelSmsReference";

    @Metadata(
            label = "consumer",
            description = "How many parts a long message has; missing for a short one",
            javaType = "Integer")
    public static final String TOTAL_PARTS = "CamelSmsTotalParts";

    @Metadata(
            label = "consumer",
            description = "Which part of a long message this is; missing when it was joined, or is a short one",
            javaType = "Integer")
    public static final String PART_NUMBER = "CamelSmsPartNumber";

    @Metadata(
            label = "consumer",
            description =
                    "The numbers of the parts that a joined message lacks, with commas; missing when it lacks none",
            javaType = "String")
    public static final String MISSING_PARTS = "CamelSmsMissingParts";

    /** After {@code failover-action}: the sink that has taken the message. Set by the hub, never by a consumer. */
    public static final String FAILOVER_SINK = "CamelSmsFailoverSink";

    /** After {@code failover-action}: why the sinks before it have not; missing when there was none. */
    public static final String FAILOVER_FAILURES = "CamelSmsFailoverFailures";

    private SmsConstants() {}
}
