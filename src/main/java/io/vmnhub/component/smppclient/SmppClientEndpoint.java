// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppclient;

import io.vmnhub.component.smppserver.DeliveryPolicy;
import io.vmnhub.component.smppserver.MessageEncoder;
import io.vmnhub.component.smppserver.MessageEncoder.Operation;
import io.vmnhub.exchange.HubFolder;
import io.vmnhub.smpp.EsmeAccount.Content;
import io.vmnhub.smpp.EsmeAccount.DefaultAlphabet;
import io.vmnhub.smpp.EsmeAccount.Flow;
import io.vmnhub.smpp.EsmeAccount.LongMessages;
import io.vmnhub.smpp.SmppVersion;
import io.vmnhub.tls.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.smpp.SmppConfiguration;
import org.apache.camel.component.smpp.SmppEndpoint;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/** Deliver short messages to an SMSC that the hub binds to over SMPP. */
@UriEndpoint(
        firstVersion = "4.17.0",
        scheme = "smpp-client",
        extendsScheme = "smpp",
        title = "SMPP Client",
        syntax = "smpp-client:host:port",
        category = {Category.MESSAGING},
        producerOnly = true)
public class SmppClientEndpoint extends SmppEndpoint {

    @UriParam(enums = "submit_sm,data_sm", defaultValue = "submit_sm", description = "What carries the message.")
    private String operation = "submit_sm";

    @UriParam(defaultValue = "10", description = "Messages without response at a time.")
    private int window = 10;

    @UriParam(
            defaultValue = "1000",
            description = "Messages that wait for room in the window; beyond, a message fails at once.")
    private int maxWaiting = 1_000;

    @UriParam(description = "Messages a second; 0 for no limit.")
    private int throughput;

    @UriParam(defaultValue = "9000", description = "Milliseconds that a message may take in all, waiting included.")
    private long confirmMillis = 9_000;

    @UriParam(
            enums = "none,sender",
            defaultValue = "none",
            description = "sender for one after the other for each sender and number.")
    private String order = "none";

    @UriParam(
            enums = "gsm7,iso-8859-1,utf-8",
            defaultValue = "gsm7",
            description = "What data_coding 0 means to the partner.")
    private String defaultAlphabet = "gsm7";

    @UriParam(enums = "udh,sar,payload", defaultValue = "udh", description = "How a part says that it is one.")
    private String longMessages = "udh";

    @UriParam(
            label = "security",
            description = "PEM or PKCS#12 file: who may have signed the partner's certificate; without, those that "
                    + "the Java runtime trusts.")
    private String trustedCertificates = "";

    @UriParam(label = "security", secret = true, description = "Of the PKCS#12 file.")
    private String trustedCertificatesPassword = "";

    @UriParam(label = "security", description = "PEM or PKCS#12 file: the certificate that the hub shows.")
    private String clientCertificate = "";

    @UriParam(label = "security", description = "PEM file: the key of the certificate, when that is PEM.")
    private String clientKey = "";

    @UriParam(label = "security", secret = true, description = "Of the PKCS#12 file.")
    private String clientCertificatePassword = "";

    @UriParam(
            label = "security",
            defaultValue = "true",
            description = "Whether the partner's certificate must be for its host.")
    private boolean verifyHost = true;

    private SmscLink link;
    private int users;

    public SmppClientEndpoint(String uri, SmppClientComponent component, SmppConfiguration configuration) {
        super(uri, component, configuration);
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("smpp-client: only delivers");
    }

    @Override
    public Producer createProducer() {
        return new SmppClientProducer(this);
    }

    /** @throws IllegalArgumentException when options do not fit together, or a file is not there */
    void validate() {
        partner();
        encoding();
        files().unreadable().ifPresent(file -> {
            throw new IllegalArgumentException("smpp-client: " + file + " is not there, or cannot be read");
        });
    }

    /** A producer starts to use the session, which the first one opens. */
    synchronized SmscLink use() {
        if (users == 0) {
            link = ((SmppClientComponent) getComponent()).link(partner(), encoding());
        }
        users++;
        return link;
    }

    /** A producer needs the session no longer; the last one closes it. */
    synchronized void leave() {
        if (--users == 0) {
            ((SmppClientComponent) getComponent()).unlink(link);
        }
    }

    private DeliveryPolicy.Encoding encoding() {
        SmppVersion version = version();
        Operation how = Operation.valueOf(constant(operation));
        if (how == Operation.DATA_SM && !version.takesParameters()) {
            throw new IllegalArgumentException("smpp-client: SMPP " + version + " has no data_sm");
        }
        Content content = new Content(
                DefaultAlphabet.valueOf(constant(defaultAlphabet)),
                LongMessages.valueOf(constant(longMessages)),
                Map.of());
        MessageEncoder encoder = new MessageEncoder(how);
        return (message, application, session) -> encoder.encode(message, application, content, session);
    }

    private SmscPartner partner() {
        SmppConfiguration own = getConfiguration();
        Flow flow = new Flow(
                window,
                throughput == 0 ? OptionalInt.empty() : OptionalInt.of(throughput),
                maxWaiting,
                Duration.ofMillis(own.getEnquireLinkTimer()),
                Duration.ofMillis(own.getTransactionTimer()),
                Duration.ofMillis(confirmMillis),
                order.equals("sender"));
        Optional<PartnerTls> tls =
                own.isUsingSSL() ? Optional.of(new PartnerTls(files(), verifyHost)) : Optional.empty();
        return new SmscPartner(
                own.getHost(),
                own.getPort(),
                own.getSystemId(),
                own.getPassword() == null ? "" : own.getPassword(),
                own.getSystemType(),
                version(),
                tls,
                Duration.ofMillis(own.getReconnectDelay()),
                flow);
    }

    private SmppVersion version() {
        return SmppVersion.of(getConfiguration().getInterfaceVersionByte().value());
    }

    private TlsFiles files() {
        return new TlsFiles(
                file(clientCertificate),
                file(clientKey),
                clientCertificatePassword,
                file(trustedCertificates),
                trustedCertificatesPassword);
    }

    private Optional<Path> file(String name) {
        return name.isBlank() ? Optional.empty() : Optional.of(HubFolder.resolve(getCamelContext(), name.strip()));
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    public String getOperation() {
        return operation;
    }

    public void setOperation(String operation) {
        this.operation = operation;
    }

    public int getWindow() {
        return window;
    }

    public void setWindow(int window) {
        this.window = window;
    }

    public int getMaxWaiting() {
        return maxWaiting;
    }

    public void setMaxWaiting(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    public int getThroughput() {
        return throughput;
    }

    public void setThroughput(int throughput) {
        this.throughput = throughput;
    }

    public long getConfirmMillis() {
        return confirmMillis;
    }

    public void setConfirmMillis(long confirmMillis) {
        this.confirmMillis = confirmMillis;
    }

    public String getOrder() {
        return order;
    }

    public void setOrder(String order) {
        this.order = order;
    }

    public String getDefaultAlphabet() {
        return defaultAlphabet;
    }

    public void setDefaultAlphabet(String defaultAlphabet) {
        this.defaultAlphabet = defaultAlphabet;
    }

    public String getLongMessages() {
        return longMessages;
    }

    public void setLongMessages(String longMessages) {
        this.longMessages = longMessages;
    }

    public String getTrustedCertificates() {
        return trustedCertificates;
    }

    public void setTrustedCertificates(String trustedCertificates) {
        this.trustedCertificates = trustedCertificates;
    }

    public String getTrustedCertificatesPassword() {
        return trustedCertificatesPassword;
    }

    public void setTrustedCertificatesPassword(String trustedCertificatesPassword) {
        this.trustedCertificatesPassword = trustedCertificatesPassword;
    }

    public String getClientCertificate() {
        return clientCertificate;
    }

    public void setClientCertificate(String clientCertificate) {
        this.clientCertificate = clientCertificate;
    }

    public String getClientKey() {
        return clientKey;
    }

    public void setClientKey(String clientKey) {
        this.clientKey = clientKey;
    }

    public String getClientCertificatePassword() {
        return clientCertificatePassword;
    }

    public void setClientCertificatePassword(String clientCertificatePassword) {
        this.clientCertificatePassword = clientCertificatePassword;
    }

    public boolean isVerifyHost() {
        return verifyHost;
    }

    public void setVerifyHost(boolean verifyHost) {
        this.verifyHost = verifyHost;
    }
}
