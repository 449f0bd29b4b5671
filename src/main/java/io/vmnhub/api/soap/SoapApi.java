// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vmnhub.api.rest.RequestRates;
import io.vmnhub.component.inbox.Inbox;
import io.vmnhub.component.inbox.Notification;
import io.vmnhub.component.inbox.Notifiers;
import io.vmnhub.component.inbox.Subscription;
import io.vmnhub.http.CredentialThrottle;
import io.vmnhub.http.PostContext;
import io.vmnhub.log.FailureReason;
import io.vmnhub.log.ThrottledLog;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.logging.NoOpFaultListener;
import org.slf4j.LoggerFactory;

/**
 * The SOAP interfaces of the hub, Parlay X 2.2, under {@value #PATH}: {@code ReceiveSms} and
 * {@code SmsNotificationManager}, their WSDLs, and the WSDL of {@code SmsNotification}, which applications serve. SOAP
 * 1.1 and 1.2. CXF reads and writes the messages in a few threads of its own.
 */
public final class SoapApi implements AutoCloseable {

    public static final String PATH = "/soap";

    private static final ThrottledLog LOG = new ThrottledLog(LoggerFactory.getLogger(SoapApi.class));
    private static final int LONGEST_REQUEST = 65_536;
    private static final int THREADS = 4;
    private static final int MOST_WAITING = 500;
    private static final Pattern CONTENT_TYPE =
            Pattern.compile("(text/xml|application/soap\\+xml)\\s*(?:;.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);

    private final PostContext posting;
    private final Vertx vertx;
    private final CredentialThrottle throttle;
    private final SoapCallers callers;
    private final Map<String, SoapSettings> applications;
    private final Notifiers notifiers;
    private final WsdlFiles files = new WsdlFiles();
    private final ThreadPoolExecutor workers;
    private final Bus bus;
    private final SoapPort receiveSms;
    private final SoapPort notificationManager;

    /**
     * @param applications those that may use it, by name
     * @throws IllegalArgumentException when two of them have the same user name
     */
    public SoapApi(Vertx vertx, Inbox inbox, Map<String, SoapSettings> applications, MeterRegistry registry) {
        this(PostContext.of(vertx, registry), inbox, applications, registry);
    }

    /**
     * As above.
     *
     * @param posting by which subscribers are told
     */
    public SoapApi(PostContext posting, Inbox inbox, Map<String, SoapSettings> applications, MeterRegistry registry) {
        this.posting = posting;
        vertx = posting.vertx();
        throttle = new CredentialThrottle("soap", registry);
        this.applications = Map.copyOf(applications);
        callers = new SoapCallers(applications);
        notifiers = new Notifiers(vertx, inbox, Subscription.Form.SOAP, this::notification);
        workers = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "soap");
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
        bus = BusFactory.newInstance().createBus();
        bus.setProperty(
                FaultListener.class.getName(), new NoOpFaultListener()); // refusals are answers, not events for the log
        UsernameTokens tokens = new UsernameTokens(callers);
        RequestRates rates = new RequestRates();
        receiveSms = new SoapPort(
                bus, workers, SoapPort.Definition.RECEIVE_SMS, new ReceiveSmsService(inbox), tokens, rates);
        notificationManager = new SoapPort(
                bus,
                workers,
                SoapPort.Definition.SMS_NOTIFICATION_MANAGER,
                new SmsNotificationManagerService(inbox, notifiers, this::notification),
                tokens,
                rates);
    }

    private Optional<Notification> notification(Subscription subscription) {
        return Optional.ofNullable(applications.get(subscription.selection().application()))
                .map(settings -> notification(subscription, settings));
    }

    private Notification notification(Subscription subscription, SoapSettings settings) {
        return new ParlayNotification(bus, posting, subscription, settings);
    }

    /** Adds the ports to a server's router, and begins to notify. To be called once. */
    public void mount(Router router) {
        Router soap = Router.router(vertx);
        mount(soap, SoapPort.Definition.RECEIVE_SMS, receiveSms);
        mount(soap, SoapPort.Definition.SMS_NOTIFICATION_MANAGER, notificationManager);
        files.mount(soap, PATH);
        soap.route().failureHandler(SoapApi::refuse);
        router.route(PATH + "/*").subRouter(soap);
        notifiers.start();
    }

    private void mount(Router soap, SoapPort.Definition definition, SoapPort port) {
        String path = "/" + definition.name();
        soap.get(path).handler(request -> files.whenAsked(request, PATH, definition.wsdl()));
        soap.post(path).handler(SoapApi::refuseWhatIsNoSoap);
        soap.post(path)
                .handler(BodyHandler.create(false).setBodyLimit(LONGEST_REQUEST))
                .handler(request -> admit(request, port.endpoint()));
    }

    private static void refuseWhatIsNoSoap(RoutingContext request) {
        String type = String.valueOf(request.request().getHeader("Content-Type"));
        Matcher charset = CHARSET.matcher(type);
        if (!CONTENT_TYPE.matcher(type).matches()
                || charset.find()
                        && !SafeXml.ENCODINGS.contains(charset.group(1).toUpperCase(Locale.ROOT))) {
            request.response()
                    .setStatusCode(415)
                    .putHeader("Accept", "text/xml, application/soap+xml")
                    .end();
        } else {
            request.next();
        }
    }

    /** What HTTP itself refuses, such as a request that is too long. */
    private static void refuse(RoutingContext request) {
        if (request.failure() != null && request.statusCode() >= 500) {
            LOG.warn(
                    "",
                    FailureReason.of(request.failure()),
                    () -> "A SOAP request failed: " + FailureReason.of(request.failure()));
        }
        if (!request.response().ended() && !request.response().headWritten()) {
            request.response()
                    .setStatusCode(request.statusCode() < 400 ? 500 : request.statusCode())
                    .end();
        }
    }

    private void admit(RoutingContext request, SoapEndpoint endpoint) {
        String authorization = Optional.ofNullable(request.request().getHeader("Authorization"))
                .orElse("");
        throttle.admit(
                request,
                authorization,
                () -> take(request, endpoint, authorization),
                () -> request.response()
                        .setStatusCode(429)
                        .putHeader("Retry-After", "1")
                        .end());
    }

    private void take(RoutingContext request, SoapEndpoint endpoint, String authorization) {
        Optional<SoapCaller> caller = authorization.isEmpty() ? Optional.empty() : callers.byBasic(authorization);
        if (caller.isPresent()) {
            throttle.right(CredentialThrottle.client(request), authorization);
        } else if (!authorization.isEmpty()) {
            throttle.wrong(CredentialThrottle.client(request));
            request.response()
                    .setStatusCode(401)
                    .putHeader("WWW-Authenticate", SoapCall.BASIC)
                    .end();
            return;
        }
        Buffer body = request.body().buffer();
        String type = request.request().getHeader("Content-Type");
        Matcher charset = CHARSET.matcher(type);
        if (!endpoint.take(
                new SoapCall(request, caller, () -> throttle.wrong(CredentialThrottle.client(request))),
                body == null ? new byte[0] : body.getBytes(),
                type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT),
                charset.find() ? charset.group(1) : null)) {
            request.response().setStatusCode(503).putHeader("Retry-After", "1").end();
        }
    }

    /** What has been begun may not be answered any more. */
    @Override
    public void close() {
        workers.shutdown();
        receiveSms.close();
        notificationManager.close();
        bus.shutdown(true);
    }
}
