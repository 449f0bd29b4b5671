// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import io.vmnhub.http.ErrorTable;
import io.vmnhub.http.HttpEndpoint;
import io.vmnhub.http.PostConfiguration;
import io.vmnhub.http.PostSettings;
import io.vmnhub.http.SigningSecrets;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of an endpoint {@code sms-webhook}. Empty text counts as not set. */
@UriParams
public class WebhookConfiguration extends PostConfiguration {

    @UriParam(secret = true)
    @Metadata(
            description =
                    "Where to post, an absolute http or https URL, when it has a query, which may hold a secret. The "
                            + "path of the URI is then a name of your own.")
    private String url = "";

    @UriParam(defaultValue = "message", enums = "message,event,cloudevents,form,template")
    @Metadata(
            description = "What is posted: the JSON form, that in an event of Standard Webhooks or CloudEvents, the "
                    + "fields of "
                    + "a form, or a template.")
    private String format = "message";

    @UriParam
    @Metadata(description = "The file with the body of the format template; relative names begin at the hub's folder.")
    private String template = "";

    @UriParam(defaultValue = "/vmn-hub")
    @Metadata(description = "The source of CloudEvents.")
    private String source = "/vmn-hub";

    @UriParam
    @Metadata(description = "The request's Content-Type, when it is not to be the format's own.")
    private String contentType = "";

    @UriParam(label = "security", secret = true)
    @Metadata(
            description =
                    "Secrets to sign each request with by Standard Webhooks 1.0.0, separated by blanks: whsec_ and the "
                            + "base64 of 24 to 64 octets.")
    private String signingSecrets = "";

    @UriParam(label = "security", secret = true)
    @Metadata(description = "Sent as Authorization: Bearer.")
    private String bearerToken = "";

    @UriParam(label = "security")
    @Metadata(description = "Where access tokens come from by OAuth 2.0 client credentials.")
    private String tokenUrl = "";

    @UriParam(label = "security")
    @Metadata(description = "Of OAuth 2.0.")
    private String clientId = "";

    @UriParam(label = "security", secret = true)
    @Metadata(description = "Of OAuth 2.0.")
    private String clientSecret = "";

    @UriParam(label = "security")
    @Metadata(description = "What the access token is asked for.")
    private String scope = "";

    @UriParam(defaultValue = "true")
    @Metadata(description = "Whether HTTP/2 is offered to an https server.")
    private boolean http2 = true;

    @UriParam
    @Metadata(
            description = "What the SMSC is told for a status of the receiver, as status=error or "
                    + "status=sm-DeliveryFailure/cause, separated by blanks.")
    private String errors = "";

    @UriParam(defaultValue = "2000")
    @Metadata(
            description =
                    "Messages on their way to the server at a time. As many more wait, no longer than confirmWithin.")
    private int maxInFlight = 2_000;

    /** @throws IllegalArgumentException when options are wrong, missing or exclude each other */
    void validate() {
        checkLimits("webhook");
        checkPositive("webhook", "maxInFlight", maxInFlight);
        target();
        if ((format() == WebhookFormat.TEMPLATE) == template.isEmpty()) {
            throw new IllegalArgumentException("webhook: format template and the property template need each other");
        }
        if (tokenTarget().isPresent() && (clientId.isEmpty() || clientSecret.isEmpty())) {
            throw new IllegalArgumentException("webhook: tokenUrl needs clientId and clientSecret");
        }
        if (Stream.of(getUsername(), bearerToken, tokenUrl)
                        .filter(way -> !way.isEmpty())
                        .count()
                > 1) {
            throw new IllegalArgumentException("webhook: only one of username, bearerToken and tokenUrl can be used");
        }
        signing();
        errorTable();
    }

    URI target() {
        return HttpEndpoint.url("webhook: url", url);
    }

    Optional<URI> tokenTarget() {
        return tokenUrl.isEmpty() ? Optional.empty() : Optional.of(HttpEndpoint.url("webhook: tokenUrl", tokenUrl));
    }

    WebhookFormat format() {
        return WebhookFormat.of(format);
    }

    SigningSecrets signing() {
        return new SigningSecrets(signingSecrets);
    }

    ErrorTable errorTable() {
        return ErrorTable.ofStatuses("webhook: errors", errors);
    }

    /** The value of the HTTP header Authorization, when it is always the same. */
    Optional<String> authorization() {
        return bearerToken.isEmpty() ? basicAuthorization() : Optional.of("Bearer " + bearerToken);
    }

    PostSettings settings(Function<String, Path> file) {
        return settings(
                target(),
                http2,
                Optional.of(tls("webhook", file)),
                tokenTarget().map(from -> new PostSettings.Tokens(from, clientId, clientSecret, scope)),
                maxInFlight);
    }

    /** What tells receivers apart: the whole URL and who the hub is to it. */
    String identity() {
        return String.join(
                "\n",
                target().toString(),
                getUsername(),
                bearerToken,
                String.valueOf(tokenTarget().orElse(null)),
                clientId);
    }

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url.strip();
    }

    public String getFormat() {
        return format;
    }

    public void setFormat(String format) {
        this.format = format.strip();
    }

    public String getTemplate() {
        return template;
    }

    public void setTemplate(String template) {
        this.template = template.strip();
    }

    public String getSource() {
        return source;
    }

    public void setSource(String source) {
        this.source = source;
    }

    public String getContentType() {
        return contentType;
    }

    public void setContentType(String contentType) {
        this.contentType = contentType.strip();
    }

    public String getSigningSecrets() {
        return signingSecrets;
    }

    public void setSigningSecrets(String signingSecrets) {
        new SigningSecrets(signingSecrets); // refuses a wrong form before the first message
        this.signingSecrets = signingSecrets;
    }

    public String getBearerToken() {
        return bearerToken;
    }

    public void setBearerToken(String bearerToken) {
        this.bearerToken = bearerToken.strip();
    }

    public String getTokenUrl() {
        return tokenUrl;
    }

    public void setTokenUrl(String tokenUrl) {
        this.tokenUrl = tokenUrl.strip();
    }

    public String getClientId() {
        return clientId;
    }

    public void setClientId(String clientId) {
        this.clientId = clientId.strip();
    }

    public String getClientSecret() {
        return clientSecret;
    }

    public void setClientSecret(String clientSecret) {
        this.clientSecret = clientSecret.strip();
    }

    public String getScope() {
        return scope;
    }

    public void setScope(String scope) {
        this.scope = scope;
    }

    public boolean isHttp2() {
        return http2;
    }

    public void setHttp2(boolean http2) {
        this.http2 = http2;
    }

    public String getErrors() {
        return errors;
    }

    public void setErrors(String errors) {
        this.errors = errors;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }
}
