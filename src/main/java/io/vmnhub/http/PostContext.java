// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Vertx;
import io.vmnhub.tls.CertificateWatch;
import java.net.InetAddress;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.vertx.http.VertxHttpComponent;

/**
 * What all posting of a hub shares.
 *
 * @param names where hosts are looked up
 * @param destinations the receivers with their circuits and metrics
 * @param certificates takes the certificates of receivers when they are renewed
 */
public record PostContext(Vertx vertx, NameService names, Destinations destinations, CertificateWatch certificates) {

    /** With what is bound in Camel's registry; without receivers there, with some that nobody else sees. */
    public static PostContext of(CamelContext context) {
        NameService names = context.getRegistry().findSingleByType(NameService.class);
        Destinations destinations = context.getRegistry().findSingleByType(Destinations.class);
        CertificateWatch certificates = context.getRegistry().findSingleByType(CertificateWatch.class);
        return new PostContext(
                context.getComponent("vertx-http", VertxHttpComponent.class).getVertx(),
                names == null ? InetAddress::getAllByName : names,
                destinations == null ? new Destinations(new CompositeMeterRegistry(), Optional.empty()) : destinations,
                certificates == null ? new CertificateWatch(new CompositeMeterRegistry()) : certificates);
    }

    /** With receivers of its own, measured in {@code metrics}. */
    public static PostContext of(Vertx vertx, MeterRegistry metrics) {
        return new PostContext(
                vertx,
                InetAddress::getAllByName,
                new Destinations(metrics, Optional.empty()),
                new CertificateWatch(metrics));
    }
}
