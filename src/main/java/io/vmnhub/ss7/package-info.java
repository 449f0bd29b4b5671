/**
 * The SIGTRAN/SS7 side on jSS7: transport, M3UA, SCCP with the hub's own global title translation, TCAP and MAP; its start,
 * health, drain and stop. jSS7's types stay inside this room and {@code component.ss7map}.
 */
package io.vmnhub.ss7;
