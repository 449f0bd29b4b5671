// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

/**
 * The content of an answer to sendRoutingInfoForSM.
 *
 * @param imsi digits
 * @param networkNodeNumber digits of the MSC
 */
public record RoutingInfo(String imsi, String networkNodeNumber) {}
