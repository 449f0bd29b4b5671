// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

/**
 * An SMS-STATUS-REPORT, decoded (TS 23.040 clause 9.2.2.3).
 *
 * @param report what it says of the message that was sent
 * @param content the fields that it has in common with an SMS-DELIVER: TP-RA, to whom the message was sent, as the
 *     originating address, TP-SCTS, the time of the sent message, and TP-PID, TP-DCS and TP-UD, which are 0 and empty
 *     when it has none
 */
public record SmsStatusReport(StatusReport report, SmsDeliver content) {}
