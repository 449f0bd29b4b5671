/**
 * What keeps messages safe: the hub's database, its durable queues, and the sinks that deliver into databases and brokers.
 */
package io.vmnhub.northbound.store;
