/**
 * Delivery into databases: {@code kamelet:sql-sink}, its statements with named parameters, and the batches that share a commit.
 */
package io.vmnhub.northbound.sql;
