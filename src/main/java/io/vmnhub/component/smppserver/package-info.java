/**
 * The component {@code smpp-server}: applications bind to the hub as ESMEs, and the hub sends them deliver_sm. jSMPP keeps each session's
 * state and speaks its housekeeping; what a message costs and how it ends is decided here.
 */
package io.vmnhub.component.smppserver;
