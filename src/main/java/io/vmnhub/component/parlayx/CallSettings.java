package io.vmnhub.component.parlayx;

import io.vertx.core.Vertx;
import io.vmnhub.exchange.DurationText;
import io.vmnhub.http.PostSettings;
import io.vmnhub.http.TlsSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.endpoint.UpfrontConduitSelector;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.message.Message;

/**
 * How a service is called; the Kamelet {@code parlayx-sink} says what each means. Empty text counts as not set. Not thread-safe; set it before
 * it is used.
 */
public class CallSettings {

    private boolean allowPrivateTargets;
    private String username = "";
    private String password = "";
    private String tokenUsername = "";
    private String tokenPassword = "";
    private boolean tokenDigest = true;
    private String clientCertificate = "";
    private String clientKey = "";
    private String clientCertificatePassword = "";
    private String trustedCertificates = "";
    private String trustedCertificatesPassword = "";
    private Duration confirmWithin = Duration.ofSeconds(5);
    private Duration connectTimeout = Duration.ofSeconds(3);
    private int maxConnections = 2_000;
    private int circuitCalls = 30;
    private Duration circuitOpenFor = Duration.ofSeconds(10);

    /**
     * Makes a CXF client call {@code url} through a conduit of its own, which is closed with the client.
     *
     * @param file finds the file of a name
     * @throws IllegalArgumentException when the URL is none that may be called, or a file cannot be read
     */
    final SoapConduit connect(Client client, Vertx vertx, String url, Function<String, Path> file) {
        SoapConduit conduit = new SoapConduit(vertx, post(PostSettings.url("url", url), file), authorization());
        UpfrontConduitSelector selector = new UpfrontConduitSelector(conduit);
        selector.setEndpoint(client.getEndpoint());
        client.setConduitSelector(selector);
        // what went wrong is told by who called
        client.getEndpoint().put(FaultListener.class.getName(), (FaultListener) (fault, description, message) -> false);
        // that the conduit refuses an operation without an answer is to be heard
        client.getEndpoint().put(Message.ROBUST_ONEWAY, true);
        client.getInInterceptors().add(new SuccessIn());
        if (!tokenUsername.isEmpty()) {
            client.getOutInterceptors().add(new UsernameTokenOut(tokenUsername, tokenPassword, tokenDigest));
        }
        return conduit;
    }

    private PostSettings post(URI url, Function<String, Path> file) {
        Optional<TlsSettings> tls = "https".equals(url.getScheme()) ? Optional.of(new TlsSettings(named(clientCertificate, file),
                named(clientKey, file), clientCertificatePassword, named(trustedCertificates, file), trustedCertificatesPassword))
                : Optional.empty();
        return new PostSettings(url, allowPrivateTargets, false, tls, confirmWithin, connectTimeout, maxConnections, circuitCalls,
                circuitOpenFor);
    }

    private static Path named(String name, Function<String, Path> file) {
        return name.isBlank() ? null : file.apply(name.trim());
    }

    /** The value of the HTTP header Authorization (RFC 7617). */
    private Optional<String> authorization() {
        return username.isEmpty() ? Optional.empty() : Optional.of("Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether the URL may lead to private, loopback and link-local addresses; default false. */
    public final void setAllowPrivateTargets(boolean allowPrivateTargets) {
        this.allowPrivateTargets = allowPrivateTargets;
    }

    /** Of HTTP Basic. */
    public final void setUsername(String username) {
        this.username = username.trim();
    }

    /** Of HTTP Basic; never logged. */
    public final void setPassword(String password) {
        this.password = password;
    }

    /** Of a WS-Security user name token. */
    public final void setTokenUsername(String tokenUsername) {
        this.tokenUsername = tokenUsername.trim();
    }

    /** Of a WS-Security user name token; never logged. */
    public final void setTokenPassword(String tokenPassword) {
        this.tokenPassword = tokenPassword;
    }

    /** Whether the token holds a digest of its password or the password; default true. */
    public final void setTokenDigest(boolean tokenDigest) {
        this.tokenDigest = tokenDigest;
    }

    /** The client's certificate chain, PEM or PKCS#12. */
    public final void setClientCertificate(String clientCertificate) {
        this.clientCertificate = clientCertificate;
    }

    /** Its private key in PEM. */
    public final void setClientKey(String clientKey) {
        this.clientKey = clientKey;
    }

    /** Of the PKCS#12 file. */
    public final void setClientCertificatePassword(String clientCertificatePassword) {
        this.clientCertificatePassword = clientCertificatePassword;
    }

    /** Authorities to trust instead of the platform's, PEM or PKCS#12. */
    public final void setTrustedCertificates(String trustedCertificates) {
        this.trustedCertificates = trustedCertificates;
    }

    /** Of the PKCS#12 file. */
    public final void setTrustedCertificatesPassword(String trustedCertificatesPassword) {
        this.trustedCertificatesPassword = trustedCertificatesPassword;
    }

    /** How long a confirmation may take in all, as {@code 5s} or {@code 800ms}; default 5 s. */
    public final void setConfirmWithin(String confirmWithin) {
        this.confirmWithin = DurationText.parse(confirmWithin);
    }

    /** How long connecting may take; default 3 s. */
    public final void setConnectTimeout(String connectTimeout) {
        this.connectTimeout = DurationText.parse(connectTimeout);
    }

    /** Calls under way at a time; as many again may wait for a connection; default 2,000. */
    public final void setMaxConnections(int maxConnections) {
        this.maxConnections = positive("maxConnections", maxConnections);
    }

    /** How many attempts must fail one after the other, at least, for the circuit to open; default 30. */
    public final void setCircuitCalls(int circuitCalls) {
        this.circuitCalls = positive("circuitCalls", circuitCalls);
    }

    /** How long an open circuit stays open before it is tried; default 10 s. */
    public final void setCircuitOpenFor(String circuitOpenFor) {
        this.circuitOpenFor = DurationText.parse(circuitOpenFor);
    }

    private static int positive(String property, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("SOAP: " + property + " " + value + " is not above zero");
        }
        return value;
    }
}
