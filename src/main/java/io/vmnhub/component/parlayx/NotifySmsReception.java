// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlType;

/**
 * What an application is told of a message (TS 29.199-04, SmsNotification). The answer is an empty
 * {@code notifySmsReceptionResponse}.
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlRootElement(name = "notifySmsReception", namespace = NotifySmsReception.NAMESPACE)
@XmlType(
        name = "notifySmsReception",
        namespace = NotifySmsReception.NAMESPACE,
        propOrder = {"correlator", "message"})
public final class NotifySmsReception {

    static final String NAMESPACE = "http://www.csapi.org/schema/parlayx/sms/notification/v2_2/local";

    @XmlElement(namespace = NAMESPACE, required = true)
    private final String correlator;

    @XmlElement(namespace = NAMESPACE, required = true)
    private final SmsMessage message;

    /** @param correlator by which the application knows its subscription */
    public NotifySmsReception(String correlator, SmsMessage message) {
        this.correlator = correlator;
        this.message = message;
    }

    /** For JAXB. */
    @SuppressWarnings("unused")
    private NotifySmsReception() {
        this(null, null);
    }

    public String correlator() {
        return correlator;
    }

    public SmsMessage message() {
        return message;
    }
}
