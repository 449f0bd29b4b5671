// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

/** The alphabet of a message's user data (TS 23.038 clauses 4 and 6). */
public enum Alphabet {
    /**
     * GSM 7-bit default alphabet with its extension table and, where the header says so, a national language's tables.
     */
    GSM7,
    /** 8-bit data: octets whose charset, if they are text at all, is agreed between sender and application. */
    OCTETS,
    /** UCS2, in practice UTF-16BE with surrogate pairs. */
    UCS2
}
