// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.log;

/**
 * An exception whose message may be logged as it is: it says what failed, where and why, and holds neither texts nor
 * subscribers' numbers.
 */
public interface ReasonedFailure {

    String getMessage();
}
