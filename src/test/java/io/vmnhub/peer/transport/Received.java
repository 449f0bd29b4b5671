// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.transport;

/**
 * One M3UA PDU as it came.
 *
 * @param stream SCTP stream; 0 over TCP
 * @param ppid SCTP payload protocol identifier; 3 over TCP, where nothing says otherwise
 * @param unordered whether SCTP was told not to keep the order
 */
public record Received(byte[] pdu, int stream, int ppid, boolean unordered) {}
