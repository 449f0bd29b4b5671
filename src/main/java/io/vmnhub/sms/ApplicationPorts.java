// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

/**
 * The applications at both ends (TS 23.040 clauses 9.2.3.24.3 and 9.2.3.24.4).
 *
 * @param destination the receiving application's port, 0 to 255 or, when {@code sixteenBit}, 0 to 65535
 * @param originator the sending application's port, in the same range
 * @param sixteenBit true when the ports came in the 16-bit element
 */
public record ApplicationPorts(int destination, int originator, boolean sixteenBit) {}
