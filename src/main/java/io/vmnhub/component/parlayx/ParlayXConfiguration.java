// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import io.vmnhub.http.ErrorTable;
import java.nio.file.Path;
import java.util.function.Function;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** What an endpoint {@code parlayx} can be told. Empty text counts as not set. */
@UriParams
public class ParlayXConfiguration extends CallSettings {

    @UriParam(secret = true)
    @Metadata(
            description =
                    "Where to post, an absolute http or https URL, when it has a query, which may hold a secret. The "
                            + "path of the URI is then a name of your own.")
    private String url = "";

    @UriParam
    @Metadata(
            required = true,
            description = "Sent with each message; by it the application knows what the message belongs to.")
    private String correlator;

    @UriParam(defaultValue = "1.1", enums = "1.1,1.2")
    @Metadata(description = "Of the envelope.")
    private String soapVersion = "1.1";

    @UriParam
    @Metadata(
            description =
                    "What the SMSC is told for a fault, as code=error or code=sm-DeliveryFailure/cause, separated by "
                            + "blanks.")
    private String faultErrors = "";

    /**
     * @param file finds the file of a name
     * @throws IllegalArgumentException when an option is wrong or missing, or a file cannot be read
     */
    void validate(Function<String, Path> file) {
        check(url, file);
        if (correlator == null) {
            throw new IllegalArgumentException("parlayx: correlator is missing");
        }
        SoapVersion.of(soapVersion);
        errors();
    }

    ErrorTable errors() {
        return new ErrorTable("SOAP: faultErrors", "code", FaultCodes.CODE, faultErrors);
    }

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url.strip();
    }

    public String getCorrelator() {
        return correlator;
    }

    public void setCorrelator(String correlator) {
        this.correlator = correlator;
    }

    public String getSoapVersion() {
        return soapVersion;
    }

    public void setSoapVersion(String soapVersion) {
        this.soapVersion = soapVersion.strip();
    }

    public String getFaultErrors() {
        return faultErrors;
    }

    public void setFaultErrors(String faultErrors) {
        this.faultErrors = faultErrors;
    }
}
