/** The webhook: a message posted to an application's HTTP server, whose 2xx answer confirms it. The Java of {@code webhook-sink}. */
package io.vmnhub.northbound.webhook;
