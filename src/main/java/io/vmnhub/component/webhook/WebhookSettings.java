package io.vmnhub.component.webhook;

import io.vmnhub.exchange.DurationText;
import io.vmnhub.http.HttpEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.support.AsyncProcessorSupport;

/** The properties of {@code webhook-sink}; its Kamelet says what each means. Empty text counts as not set. */
public abstract class WebhookSettings extends AsyncProcessorSupport implements CamelContextAware {

    URI url;
    WebhookFormat format = WebhookFormat.MESSAGE;
    String template = "";
    String source = "/vmn-hub";
    String contentType = "";
    String signingSecrets = "";
    String username = "";
    String password = "";
    String bearerToken = "";
    URI tokenUrl;
    String clientId = "";
    String clientSecret = "";
    String scope = "";
    String clientCertificate = "";
    String clientKey = "";
    String clientCertificatePassword = "";
    String trustedCertificates = "";
    String trustedCertificatesPassword = "";
    String errors = "";
    boolean http2 = true;
    boolean allowPrivateTargets;
    Duration confirmWithin = Duration.ofSeconds(5);
    Duration connectTimeout = Duration.ofSeconds(3);
    int maxInFlight = 2_000;
    int maxConnections = 2_000;
    int circuitCalls = 30;
    Duration circuitOpenFor = Duration.ofSeconds(10);
    private CamelContext camelContext;

    /** @throws IllegalArgumentException when properties are missing or exclude each other */
    void refuseContradictions() {
        if (url == null) {
            throw new IllegalArgumentException("webhook: url is missing");
        }
        if ((format == WebhookFormat.TEMPLATE) == template.isBlank()) {
            throw new IllegalArgumentException("webhook: format template and the property template need each other");
        }
        if (tokenUrl != null && (clientId.isBlank() || clientSecret.isBlank())) {
            throw new IllegalArgumentException("webhook: tokenUrl needs clientId and clientSecret");
        }
        long ways = Arrays.asList(!username.isEmpty(), !bearerToken.isEmpty(), tokenUrl != null).stream().filter(way -> way).count();
        if (ways > 1) {
            throw new IllegalArgumentException("webhook: only one of username, bearerToken and tokenUrl can be used");
        }
    }

    /** Where to post: an absolute http or https URL. */
    public void setUrl(String url) {
        this.url = HttpEndpoint.url("url", url);
    }

    /** message, event, cloudevents, form or template. */
    public void setFormat(String format) {
        this.format = WebhookFormat.valueOf(format.toUpperCase(Locale.ROOT));
    }

    /** The file with the template. */
    public void setTemplate(String template) {
        this.template = template.trim();
    }

    /** The CloudEvents source. */
    public void setSource(String source) {
        this.source = source;
    }

    /** Content-Type of the request instead of the format's own. */
    public void setContentType(String contentType) {
        this.contentType = contentType.trim();
    }

    /** Secrets to sign with, separated by blanks; never logged. */
    public void setSigningSecrets(String signingSecrets) {
        this.signingSecrets = signingSecrets;
    }

    /** Of HTTP Basic. */
    public void setUsername(String username) {
        this.username = username.trim();
    }

    /** Of HTTP Basic; never logged. */
    public void setPassword(String password) {
        this.password = password;
    }

    /** Sent as {@code Authorization: Bearer …}; never logged. */
    public void setBearerToken(String bearerToken) {
        this.bearerToken = bearerToken.trim();
    }

    /** Where access tokens come from. */
    public void setTokenUrl(String tokenUrl) {
        this.tokenUrl = tokenUrl.isBlank() ? null : HttpEndpoint.url("tokenUrl", tokenUrl);
    }

    /** The hub's name at the token URL. */
    public void setClientId(String clientId) {
        this.clientId = clientId.trim();
    }

    /** The hub's password at the token URL; never logged. */
    public void setClientSecret(String clientSecret) {
        this.clientSecret = clientSecret.trim();
    }

    /** What the token is asked for. */
    public void setScope(String scope) {
        this.scope = scope;
    }

    /** The client's certificate chain, PEM or PKCS#12. */
    public void setClientCertificate(String clientCertificate) {
        this.clientCertificate = clientCertificate;
    }

    /** Its private key in PEM. */
    public void setClientKey(String clientKey) {
        this.clientKey = clientKey;
    }

    /** Of the PKCS#12 file. */
    public void setClientCertificatePassword(String clientCertificatePassword) {
        this.clientCertificatePassword = clientCertificatePassword;
    }

    /** Authorities to trust instead of the platform's, PEM or PKCS#12. */
    public void setTrustedCertificates(String trustedCertificates) {
        this.trustedCertificates = trustedCertificates;
    }

    /** Of the PKCS#12 file. */
    public void setTrustedCertificatesPassword(String trustedCertificatesPassword) {
        this.trustedCertificatesPassword = trustedCertificatesPassword;
    }

    /** What the SMSC is told for a status, as {@code 404=unknownSubscriber}; several separated by blanks. */
    public void setErrors(String errors) {
        this.errors = errors;
    }

    /** Whether HTTP/2 is offered over TLS; default true. */
    public void setHttp2(boolean http2) {
        this.http2 = http2;
    }

    /** Whether the URL may lead to private, loopback and link-local addresses; default false. */
    public void setAllowPrivateTargets(boolean allowPrivateTargets) {
        this.allowPrivateTargets = allowPrivateTargets;
    }

    /** How long a confirmation may take in all, as {@code 5s} or {@code 800ms}; default 5 s. */
    public void setConfirmWithin(String confirmWithin) {
        this.confirmWithin = DurationText.parse(confirmWithin);
    }

    /** How long connecting may take; default 3 s. */
    public void setConnectTimeout(String connectTimeout) {
        this.connectTimeout = DurationText.parse(connectTimeout);
    }

    /** Messages on their way to the server at a time; as many again may wait; default 2,000. */
    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = positive("maxInFlight", maxInFlight);
    }

    /** Connections to the server at a time: with HTTP/1.1 for one message each, with HTTP/2 for up to 100; default 2,000. */
    public void setMaxConnections(int maxConnections) {
        this.maxConnections = positive("maxConnections", maxConnections);
    }

    /** How many attempts must fail one after the other, at least, for the circuit to open; default 30. */
    public void setCircuitCalls(int circuitCalls) {
        this.circuitCalls = positive("circuitCalls", circuitCalls);
    }

    /** How long an open circuit stays open before it is tried; default 10 s. */
    public void setCircuitOpenFor(String circuitOpenFor) {
        this.circuitOpenFor = DurationText.parse(circuitOpenFor);
    }

    private static int positive(String property, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("webhook: " + property + " " + value + " is not above zero");
        }
        return value;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}
