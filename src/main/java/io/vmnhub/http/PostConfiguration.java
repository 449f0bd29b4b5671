// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vmnhub.tls.TlsFiles;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * How a URL is posted to: the options that endpoints over HTTP share. Empty text counts as not set. Not thread-safe;
 * set it before it is used.
 */
@UriParams
public class PostConfiguration {

    @UriParam(label = "security", defaultValue = "false")
    @Metadata(
            description =
                    "Whether the URL may lead to a loopback, private or link-local address. Without it such addresses "
                            + "are refused, also when a name stands for them.")
    private boolean allowPrivateTargets;

    @UriParam(label = "security")
    @Metadata(description = "Of HTTP Basic.")
    private String username = "";

    @UriParam(label = "security", secret = true)
    @Metadata(description = "Of HTTP Basic.")
    private String password = "";

    @UriParam(label = "security")
    @Metadata(
            description =
                    "The file with the hub's own certificate chain for mutual TLS: PEM, or PKCS#12 when its name ends "
                            + "in .p12 or .pfx.")
    private String clientCertificate = "";

    @UriParam(label = "security")
    @Metadata(description = "The file with the private key, when the certificate is PEM.")
    private String clientKey = "";

    @UriParam(label = "security", secret = true)
    @Metadata(description = "Of the PKCS#12 file.")
    private String clientCertificatePassword = "";

    @UriParam(label = "security")
    @Metadata(
            description =
                    "The file with the authorities that may sign the server's certificate, instead of those that Java "
                            + "trusts: PEM or PKCS#12.")
    private String trustedCertificates = "";

    @UriParam(label = "security", secret = true)
    @Metadata(description = "Of the PKCS#12 file.")
    private String trustedCertificatesPassword = "";

    @UriParam(defaultValue = "5s")
    @Metadata(description = "How long connecting and answering may take in all. Keep it under answerWithin of ss7-map.")
    private Duration confirmWithin = Duration.ofSeconds(5);

    @UriParam(defaultValue = "3s")
    @Metadata(description = "How long connecting alone may take.")
    private Duration connectTimeout = Duration.ofSeconds(3);

    @UriParam(defaultValue = "2000")
    @Metadata(description = "Connections to the server at a time.")
    private int maxConnections = 2_000;

    @UriParam(defaultValue = "30")
    @Metadata(
            description =
                    "When this many attempts in a row, or as many as a second brings if that is more, have failed, "
                            + "nothing is sent for circuitOpenFor.")
    private int circuitCalls = 30;

    @UriParam(defaultValue = "10s")
    @Metadata(
            description =
                    "How long an open circuit stays open before some messages try whether the server works again.")
    private Duration circuitOpenFor = Duration.ofSeconds(10);

    /**
     * @param component that is named in refusals
     * @throws IllegalArgumentException says which option is wrong
     */
    protected final void checkLimits(String component) {
        Map.of("maxConnections", maxConnections, "circuitCalls", circuitCalls)
                .forEach((option, value) -> checkPositive(component, option, value));
        Map.of("confirmWithin", confirmWithin, "connectTimeout", connectTimeout, "circuitOpenFor", circuitOpenFor)
                .forEach((option, value) -> {
                    if (value.isZero() || value.isNegative()) {
                        throw new IllegalArgumentException(
                                component + ": " + option + " must be longer than nothing, as 5s");
                    }
                });
    }

    protected static void checkPositive(String component, String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(component + ": " + option + " " + value + " is not above zero");
        }
    }

    /**
     * @param tls empty for a URL without
     * @param tokens where access tokens come from; empty for none
     * @param maxInFlight calls under way at a time
     */
    protected final PostSettings settings(
            URI url, boolean http2, Optional<TlsFiles> tls, Optional<PostSettings.Tokens> tokens, int maxInFlight) {
        return new PostSettings(
                url,
                allowPrivateTargets,
                http2,
                tls,
                tokens,
                confirmWithin,
                connectTimeout,
                maxConnections,
                maxInFlight,
                circuitCalls,
                circuitOpenFor);
    }

    /**
     * @param component that is named in refusals
     * @param file finds the file of a name
     * @throws IllegalArgumentException when a file is missing or cannot be read
     */
    protected final TlsFiles tls(String component, Function<String, Path> file) {
        TlsFiles files = new TlsFiles(
                named(clientCertificate, file),
                named(clientKey, file),
                clientCertificatePassword,
                named(trustedCertificates, file),
                trustedCertificatesPassword);
        if (files.lacksKey()) {
            throw new IllegalArgumentException(component + ": clientCertificate is PEM, so clientKey is needed too");
        }
        files.unreadable().ifPresent(missing -> {
            throw new IllegalArgumentException(component + ": the file " + missing + " cannot be read");
        });
        return files;
    }

    private static Optional<Path> named(String name, Function<String, Path> file) {
        return name.isEmpty() ? Optional.empty() : Optional.of(file.apply(name));
    }

    /** The value of the HTTP header Authorization (RFC 7617). */
    protected final Optional<String> basicAuthorization() {
        return username.isEmpty()
                ? Optional.empty()
                : Optional.of("Basic "
                        + Base64.getEncoder()
                                .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    public final boolean isAllowPrivateTargets() {
        return allowPrivateTargets;
    }

    public final void setAllowPrivateTargets(boolean allowPrivateTargets) {
        this.allowPrivateTargets = allowPrivateTargets;
    }

    public final String getUsername() {
        return username;
    }

    public final void setUsername(String username) {
        this.username = username.strip();
    }

    public final String getPassword() {
        return password;
    }

    public final void setPassword(String password) {
        this.password = password;
    }

    public final String getClientCertificate() {
        return clientCertificate;
    }

    public final void setClientCertificate(String clientCertificate) {
        this.clientCertificate = clientCertificate.strip();
    }

    public final String getClientKey() {
        return clientKey;
    }

    public final void setClientKey(String clientKey) {
        this.clientKey = clientKey.strip();
    }

    public final String getClientCertificatePassword() {
        return clientCertificatePassword;
    }

    public final void setClientCertificatePassword(String clientCertificatePassword) {
        this.clientCertificatePassword = clientCertificatePassword;
    }

    public final String getTrustedCertificates() {
        return trustedCertificates;
    }

    public final void setTrustedCertificates(String trustedCertificates) {
        this.trustedCertificates = trustedCertificates.strip();
    }

    public final String getTrustedCertificatesPassword() {
        return trustedCertificatesPassword;
    }

    public final void setTrustedCertificatesPassword(String trustedCertificatesPassword) {
        this.trustedCertificatesPassword = trustedCertificatesPassword;
    }

    public final Duration getConfirmWithin() {
        return confirmWithin;
    }

    public final void setConfirmWithin(Duration confirmWithin) {
        this.confirmWithin = confirmWithin;
    }

    public final Duration getConnectTimeout() {
        return connectTimeout;
    }

    public final void setConnectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public final int getMaxConnections() {
        return maxConnections;
    }

    public final void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    public final int getCircuitCalls() {
        return circuitCalls;
    }

    public final void setCircuitCalls(int circuitCalls) {
        this.circuitCalls = circuitCalls;
    }

    public final Duration getCircuitOpenFor() {
        return circuitOpenFor;
    }

    public final void setCircuitOpenFor(Duration circuitOpenFor) {
        this.circuitOpenFor = circuitOpenFor;
    }
}
