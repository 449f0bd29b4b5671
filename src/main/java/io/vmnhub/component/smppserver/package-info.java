/**
 * SMPP. The component {@code smpp-server}: applications bind to the hub as ESMEs, and the hub sends them deliver_sm.
 * The component {@code smpp-client}: the hub binds to SMSCs of partners, and sends them submit_sm or data_sm. jSMPP
 * keeps each session's state and speaks its housekeeping; what a message costs and how it ends is decided here, in the
 * same way for both.
 */
package io.vmnhub.component.smppserver;
