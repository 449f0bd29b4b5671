/**
 * An SMSC for tests that shares no code with the hub nor with its SS7 stack: its own M3UA, SCCP, TCAP, MAP and
 * SMS-DELIVER codecs on the JDK alone. It judges what the hub puts on the wire, so it decodes strictly, and it can be
 * wrong on purpose.
 *
 * <p>{@link io.vmnhub.peer.Smsc} is the door; {@link io.vmnhub.peer.capture.Tshark} is a second judge.
 */
package io.vmnhub.peer;
