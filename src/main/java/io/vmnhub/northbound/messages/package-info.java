/**
 * The form in which an application gets its messages: 8-bit data as text, once however often the SMSC sends them, and long ones whole.
 */
package io.vmnhub.northbound.messages;
