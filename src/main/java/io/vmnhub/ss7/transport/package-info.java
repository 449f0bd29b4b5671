/** SIGTRAN transport on Netty: SCTP associations and TCP connections that carry whole M3UA messages. */
package io.vmnhub.ss7.transport;
