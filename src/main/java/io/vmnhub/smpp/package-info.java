/**
 * The accounts of the applications that bind to the hub over SMPP: who may, with what password, and how its messages
 * look. Pure Java: the component {@code smpp-server} puts it to work.
 */
package io.vmnhub.smpp;
