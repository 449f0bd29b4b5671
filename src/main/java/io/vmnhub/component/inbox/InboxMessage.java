// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import io.vmnhub.sms.ShortMessage;

/**
 * A message in the inbox.
 *
 * @param deliveries how often it has been handed out, this time included
 */
public record InboxMessage(ShortMessage message, int deliveries) {}
