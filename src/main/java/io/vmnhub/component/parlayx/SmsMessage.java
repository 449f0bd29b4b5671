// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import io.vmnhub.sms.Address;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.TypeOfNumber;
import io.vmnhub.sms.XmlText;
import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A short message as Parlay X has it (TS 29.199-04, SmsMessage). JAXB reads and writes it; its elements are not
 * qualified.
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(
        name = "SmsMessage",
        namespace = SmsMessage.NAMESPACE,
        propOrder = {"message", "senderAddress", "smsServiceActivationNumber", "dateTime"})
public final class SmsMessage {

    static final String NAMESPACE = "http://www.csapi.org/schema/parlayx/sms/v2_2";
    /** An xsd:dateTime takes no greater one (XML Schema part 2, 3.2.7.3); a service centre time stamp can hold more. */
    private static final int GREATEST_OFFSET_SECONDS =
            (int) Duration.ofHours(14).toSeconds();

    @XmlElement(required = true)
    private final String message;

    @XmlElement(required = true)
    private final String senderAddress;

    @XmlElement(required = true)
    private final String smsServiceActivationNumber;

    private final String dateTime;

    private SmsMessage(String message, String senderAddress, String smsServiceActivationNumber, String dateTime) {
        this.message = message;
        this.senderAddress = senderAddress;
        this.smsServiceActivationNumber = smsServiceActivationNumber;
        this.dateTime = dateTime;
    }

    /** For JAXB. */
    @SuppressWarnings("unused")
    private SmsMessage() {
        this(null, null, null, null);
    }

    /**
     * The message's text with U+FFFD for what XML cannot hold, its addresses as URIs, and the service centre time stamp
     * with its offset, or, where that is no time, when the hub took the message.
     */
    public static SmsMessage of(ShortMessage message) {
        return new SmsMessage(
                XmlText.of(message.text()),
                uri(message.originatingAddress()),
                uri(message.destinationAddress()),
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(message.deliver()
                        .serviceCentreTimestamp()
                        .map(SmsMessage::writable)
                        .orElseGet(() -> message.receivedAt().atOffset(ZoneOffset.UTC))));
    }

    /**
     * {@code tel:+447700900001} for an international number, {@code tel:60601} for any other, {@code My%20Bank} for a
     * name; empty for an empty address.
     */
    static String uri(Address address) {
        String value =
                URLEncoder.encode(address.value(), StandardCharsets.UTF_8).replace("+", "%20");
        if (address.isAlphanumeric() || value.isEmpty()) {
            return value;
        }
        return (address.typeOfNumber() == TypeOfNumber.INTERNATIONAL ? "tel:+" : "tel:") + value;
    }

    private static OffsetDateTime writable(OffsetDateTime timestamp) {
        return Math.abs(timestamp.getOffset().getTotalSeconds()) <= GREATEST_OFFSET_SECONDS
                ? timestamp
                : timestamp.withOffsetSameInstant(ZoneOffset.UTC);
    }

    public String message() {
        return message;
    }

    /** A URI. */
    public String senderAddress() {
        return senderAddress;
    }

    /** The VMN, a URI. */
    public String smsServiceActivationNumber() {
        return smsServiceActivationNumber;
    }

    /** An xsd:dateTime. */
    public String dateTime() {
        return dateTime;
    }
}
