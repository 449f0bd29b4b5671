/**
 * M3UA (RFC 4666) below jSS7's SCCP: application servers, their processes, signalling gateways and the routes over
 * them.
 *
 * <p>All state machines of one stack are guarded by one lock, which management messages and timers take. DATA messages
 * take none: they read {@link io.vmnhub.ss7.m3ua.Routes} and {@link io.vmnhub.ss7.m3ua.Membership}, which are replaced
 * when a state changes.
 */
package io.vmnhub.ss7.m3ua;
