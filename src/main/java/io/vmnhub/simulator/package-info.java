/**
 * An SMSC for demonstrations, tests and load: asks for the routing of a VMN and delivers short messages to it over
 * M3UA.
 */
package io.vmnhub.simulator;
