/** TLS of the hub's own servers. */
package io.vmnhub.northbound.tls;
