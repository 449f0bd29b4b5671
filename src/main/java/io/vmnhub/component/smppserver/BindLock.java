// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import java.time.Instant;

/**
 * What wrong binds have led to, as an operator sees it.
 *
 * @param kind an address is locked out; an account answers strangers late
 * @param name the address, of IPv6 the first of its /64; or the account's system_id
 * @param wrongBinds how many
 * @param until when it ends if no further one comes
 */
public record BindLock(Kind kind, String name, int wrongBinds, Instant until) {

    /** What a lock is on. */
    public enum Kind {
        ADDRESS,
        ACCOUNT
    }
}
