// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What screening said of a message.
 *
 * @param list what the lists say of its SMSC
 * @param rule the rule that decided; null when none did
 * @param outcome {@code accept}, {@code reject with …}, {@code discard}, {@code no answer}, {@code divert to …}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScreeningNote(String list, String rule, String outcome) {}
