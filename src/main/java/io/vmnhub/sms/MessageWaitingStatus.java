// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

/**
 * The mw-Status that informServiceCentre tells an SMSC beside the answer to its query (TS 29.002 clause 12.8).
 *
 * @param serviceCentreNotIncluded the asking service centre is not in the list: it will not be alerted
 * @param notReachable MNRF: the subscriber was not reachable when it was tried last
 * @param memoryCapacityExceeded MCEF: the subscriber had no room when it was tried last
 */
public record MessageWaitingStatus(
        boolean serviceCentreNotIncluded, boolean notReachable, boolean memoryCapacityExceeded) {}
