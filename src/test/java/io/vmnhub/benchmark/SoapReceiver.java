// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;

/**
 * A web server that reads each request and confirms it by the same octets, so that it costs as little as an application
 * can.
 */
public final class SoapReceiver {

    private static final Buffer CONFIRMED = Buffer.buffer(
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                    + "<r:notifySmsReceptionResponse "
                    + "xmlns:r=\"http://www.csapi.org/schema/parlayx/sms/notification/v2_2/local\"/></s:Body></s:Envelope>");

    private SoapReceiver() {}

    /** @param arguments the port */
    public static void main(String[] arguments) {
        Vertx.vertx()
                .createHttpServer(new HttpServerOptions().setAcceptBacklog(1024))
                .requestHandler(request -> request.bodyHandler(body -> request.response()
                        .putHeader("Content-Type", "text/xml; charset=utf-8")
                        .end(CONFIRMED)))
                .listen(Integer.parseInt(arguments[0]), "127.0.0.1")
                .onSuccess(listening -> System.out.println("listening"));
    }
}
