/**
 * The message log: one record for each message taken, and one for what became of it later in store mode, as lines of JSON in rolling files.
 */
package io.vmnhub.northbound.records;
