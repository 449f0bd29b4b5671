package io.vmnhub.component.parlayx;

import io.vmnhub.exchange.AnswerBy;
import io.vmnhub.exchange.HubFolder;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.MessageKind;
import io.vmnhub.sms.ShortMessage;
import java.time.Duration;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.component.vertx.http.VertxHttpComponent;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;

/**
 * Tells an application of the message by {@code SmsNotification.notifySmsReception} and waits, without a thread, for its answer: the processor
 * of {@code kamelet:parlayx-sink}. The exchange's message is never changed.
 */
public final class ParlayXSink extends AsyncProcessorSupport implements CamelContextAware {

    /** What the answer to the SMSC itself takes. */
    private static final Duration TO_ANSWER = Duration.ofMillis(25);

    private final CallSettings service = new CallSettings();
    private String url = "";
    private String correlator = "";
    private SoapVersion soapVersion = SoapVersion.V1_1;
    private String faultErrors = "";
    private CamelContext camelContext;
    private Bus bus;
    private SmsNotificationSender sender;

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        ShortMessage message;
        try {
            message = exchange.getMessage().getMandatoryBody(ShortMessage.class);
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        if (message.kind() == MessageKind.STATUS_REPORT) {
            exchange.setException(MapUserErrorException.statusReport("notifySmsReception of Parlay X"));
            callback.done(true);
            return true;
        }
        sender.send(correlator, message, AnswerBy.left(exchange).map(left -> left.minus(TO_ANSWER))).whenComplete((confirmed, failure) -> {
            if (failure != null) {
                exchange.setException(failure);
            }
            callback.done(false);
        });
        return false;
    }

    @Override
    protected void doStart() {
        bus = BusFactory.newInstance().createBus();
        sender = new SmsNotificationSender(bus, camelContext.getComponent("vertx-http", VertxHttpComponent.class).getVertx(), url, service,
                soapVersion, faultErrors, name -> HubFolder.resolve(camelContext, name));
    }

    @Override
    protected void doStop() {
        if (sender != null) {
            sender.close();
            sender = null;
        }
        if (bus != null) {
            bus.shutdown(true);
            bus = null;
        }
    }

    /** Where and how to call: {@code service.username} and so on. */
    public CallSettings getService() {
        return service;
    }

    /** Where to post: an absolute http or https URL. */
    public void setUrl(String url) {
        this.url = url.trim();
    }

    /** What the application knows its subscription by. */
    public void setCorrelator(String correlator) {
        this.correlator = correlator;
    }

    /** 1.1 or 1.2. */
    public void setSoapVersion(String soapVersion) {
        this.soapVersion = SoapVersion.of(soapVersion);
    }

    /** What the SMSC is told for a fault, as {@code SVC0002=unknownSubscriber}; several separated by blanks. */
    public void setFaultErrors(String faultErrors) {
        this.faultErrors = faultErrors;
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
