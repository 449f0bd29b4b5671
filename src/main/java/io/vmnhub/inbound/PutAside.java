// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.sms.ShortMessage;
import java.time.Instant;

/**
 * A long message that is a dead letter.
 *
 * @param reason why, in words without content
 * @param diedAt when it was put aside
 */
public record PutAside(ShortMessage message, String reason, Instant diedAt) {}
