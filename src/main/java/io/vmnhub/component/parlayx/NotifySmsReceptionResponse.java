// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlType;

/** An application has the message (TS 29.199-04, SmsNotification). Empty. */
@XmlRootElement(name = "notifySmsReceptionResponse", namespace = NotifySmsReception.NAMESPACE)
@XmlType(name = "notifySmsReceptionResponse", namespace = NotifySmsReception.NAMESPACE)
public final class NotifySmsReceptionResponse {}
