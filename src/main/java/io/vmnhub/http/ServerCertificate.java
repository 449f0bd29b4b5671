// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.http.HttpServer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import io.vmnhub.tls.CertificateWatch;
import io.vmnhub.tls.TlsFiles;
import java.io.IOException;
import java.security.KeyStore;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.X509KeyManager;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * A server's certificate and key, taken anew when the files change: connections that are open keep the old one. One
 * that is opened in the very moment of the change may be closed, and succeeds when it is tried again.
 */
public final class ServerCertificate {

    private static final long RENEWED_WITHIN_SECONDS = 10;

    private final TlsFiles files;

    public ServerCertificate(TlsFiles files) {
        this.files = files;
    }

    /**
     * For a server of Camel's that has not started.
     *
     * @throws IllegalArgumentException when the files cannot be used; it says why
     */
    public SSLContextParameters parameters() {
        TlsFiles.OwnKey own;
        try {
            own = files.serverKey();
        } catch (IOException e) {
            throw new IllegalArgumentException("the certificate cannot be used: " + e.getMessage(), e);
        }
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyPassword(own.password());
        keys.setKeyStore(new KeyStoreParameters() {
            @Override
            public KeyStore createKeyStore() {
                return own.store();
            }
        });
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setKeyManagers(keys);
        return parameters;
    }

    /**
     * Gives the server the certificate whenever it has changed.
     *
     * @param name of the port, for the log
     */
    public CertificateWatch.Use keepCurrent(String name, HttpServer server, CertificateWatch watch) {
        return watch.watch(name, files, () -> renew(server));
    }

    private void renew(HttpServer server) throws IOException {
        X509KeyManager keys = (X509KeyManager) files.keyManagers().orElseThrow()[0];
        try {
            server.updateSSLOptions(new SSLOptions().setKeyCertOptions(KeyCertOptions.wrap(keys)))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(RENEWED_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(
                    "the server does not take them: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException("the server has not taken them in " + RENEWED_WITHIN_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the hub stops", e);
        }
    }
}
