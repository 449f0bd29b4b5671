/**
 * The SIGTRAN/SS7 side: transport and M3UA of the hub's own; above them jSS7's SCCP, with the hub's own global title
 * translation, TCAP and MAP; start, changes, health, drain and stop. jSS7's types stay inside this room and
 * {@code component.ss7map}.
 */
package io.vmnhub.ss7;
