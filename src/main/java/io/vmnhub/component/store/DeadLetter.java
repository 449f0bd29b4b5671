// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import java.time.Instant;

/**
 * A message that could not be delivered.
 *
 * @param messageId the message's id
 * @param reason why it is dead, in words without content
 * @param attempts how often it was tried
 * @param storedAt when it was taken
 * @param diedAt when it was given up
 */
public record DeadLetter(String messageId, String reason, int attempts, Instant storedAt, Instant diedAt) {}
