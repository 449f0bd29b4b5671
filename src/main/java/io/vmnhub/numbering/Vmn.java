// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

/**
 * One virtual mobile number.
 *
 * @param msisdn E.164 digits without plus
 * @param imsi the IMSI that stands for it on the network
 * @param application the application that owns it
 */
public record Vmn(String msisdn, String imsi, String application) {}
