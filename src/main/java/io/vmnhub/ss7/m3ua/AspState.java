// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

/** The state of an application server process in an application server (RFC 4666 clause 4.3.1). */
enum AspState {
    DOWN,
    INACTIVE,
    ACTIVE
}
