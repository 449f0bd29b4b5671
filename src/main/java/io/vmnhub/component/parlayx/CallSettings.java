// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import io.vmnhub.http.HttpEndpoint;
import io.vmnhub.http.PostConfiguration;
import io.vmnhub.http.PostContext;
import io.vmnhub.http.PostSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.endpoint.UpfrontConduitSelector;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.message.Message;

/** How a SOAP service is called. Empty text counts as not set. Not thread-safe; set it before it is used. */
@UriParams
public class CallSettings extends PostConfiguration {

    @UriParam(label = "security")
    @Metadata(description = "Of a WS-Security UsernameToken in the header of the envelope.")
    private String tokenUsername = "";

    @UriParam(label = "security", secret = true)
    @Metadata(description = "Of the UsernameToken.")
    private String tokenPassword = "";

    @UriParam(label = "security", defaultValue = "true")
    @Metadata(
            description = "Whether the UsernameToken holds a digest of the password, with a nonce and the time, or the "
                    + "password itself.")
    private boolean tokenDigest = true;

    /**
     * Makes a CXF client call {@code service} through a conduit of its own, which is closed with the client.
     *
     * @param file finds the file of a name
     * @throws IllegalArgumentException when the URL is none that may be called, or a file cannot be read
     */
    final SoapConduit connect(
            Client client, PostContext context, SmsNotificationSender.Service service, Function<String, Path> file) {
        SoapConduit conduit = new SoapConduit(
                context,
                check(service.url(), file),
                service.kind(),
                String.join("\n", service.url(), service.identity(), getUsername(), tokenUsername),
                service.errors(),
                basicAuthorization());
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

    /**
     * @throws IllegalArgumentException when the URL is none that may be called, an option is wrong, or a file cannot be
     *     read
     */
    final PostSettings check(String url, Function<String, Path> file) {
        checkLimits("SOAP");
        URI target = HttpEndpoint.url("SOAP: url", url);
        return settings(
                target,
                false,
                "https".equals(target.getScheme()) ? Optional.of(tls("SOAP", file)) : Optional.empty(),
                Optional.empty(),
                getMaxConnections());
    }

    public final String getTokenUsername() {
        return tokenUsername;
    }

    public final void setTokenUsername(String tokenUsername) {
        this.tokenUsername = tokenUsername.strip();
    }

    public final String getTokenPassword() {
        return tokenPassword;
    }

    public final void setTokenPassword(String tokenPassword) {
        this.tokenPassword = tokenPassword;
    }

    public final boolean isTokenDigest() {
        return tokenDigest;
    }

    public final void setTokenDigest(boolean tokenDigest) {
        this.tokenDigest = tokenDigest;
    }
}
