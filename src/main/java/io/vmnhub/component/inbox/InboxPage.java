// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import java.util.List;
import java.util.OptionalLong;

/**
 * Some messages of the inbox, in the order in which they came.
 *
 * @param next what brings the page after this one; empty when this is the last
 */
public record InboxPage(List<InboxMessage> messages, OptionalLong next) {}
