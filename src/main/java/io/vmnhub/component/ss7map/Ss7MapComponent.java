// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.sms.MessageIdentities;
import io.vmnhub.ss7.MapOperation;
import io.vmnhub.ss7.Ss7Exception;
import io.vmnhub.ss7.Ss7Stack;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.StartupListener;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/**
 * The {@code ss7-map} component. It owns the signalling stack: links stay up while routes come and go. The stack starts
 * when the context has started all its routes and refuses new dialogues as soon as the context begins to stop, while
 * the routes still answer what is open; it closes its links when the routes have stopped.
 */
@Component("ss7-map")
public class Ss7MapComponent extends DefaultComponent {

    private static final int TICK_MILLIS = 20;

    @Metadata(label = "advanced", description = "Settings that every endpoint starts from.")
    private Ss7MapConfiguration configuration = new Ss7MapConfiguration();

    @Metadata(label = "advanced", description = "The signalling stack; without, the one in the registry.")
    private Ss7Stack stack;

    @Metadata(
            label = "consumer,advanced",
            description = "The numbers that messages are taken for; without, those in the registry.")
    private HomeLocationRegister register;

    @Metadata(
            label = "consumer,advanced",
            description = "What the numbers' owners want of messages; without, those in the registry.")
    private MessagePolicies policies;

    @Metadata(label = "advanced", description = "Where the component's metrics go; without, the one in the registry.")
    private MeterRegistry meterRegistry;

    @Metadata(
            label = "consumer",
            defaultValue = "8",
            description = "Threads that run the routes, so that no route can hold up signalling. "
                    + "Connectors that block need more.")
    private int routeThreads = 8;

    @Metadata(label = "consumer", defaultValue = "false", description = "Whether log lines show subscribers' numbers.")
    private boolean logNumbers;

    private MessageIdentities identities;
    private final Map<MapOperation, ConsumerMetrics> metrics = new ConcurrentHashMap<>();
    private final Map<MapOperation, AtomicInteger> inProgress = new ConcurrentHashMap<>();
    private final AtomicBoolean stackStarted = new AtomicBoolean();
    private HashedWheelTimer timer;
    private ExecutorService routeExecutor;

    public Ss7MapComponent() {}

    public Ss7MapComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        MapOperation operation = MapOperation.named(remaining)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + remaining + "' is not an operation of ss7-map; there are " + MapOperation.names()));
        Ss7MapEndpoint endpoint = new Ss7MapEndpoint(uri, this, operation, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        stack = stack != null ? stack : getCamelContext().getRegistry().findSingleByType(Ss7Stack.class);
        if (stack == null) {
            throw new IllegalArgumentException(
                    "the ss7-map component has no signalling stack: bind one to the registry");
        }
        register = register != null
                ? register
                : getCamelContext().getRegistry().findSingleByType(HomeLocationRegister.class);
        if (register == null) {
            register = new HomeLocationRegister(NumberPlan.of(List.of()), "");
        }
        policies =
                policies != null ? policies : getCamelContext().getRegistry().findSingleByType(MessagePolicies.class);
        if (policies == null) {
            policies = new MessagePolicies(NumberPlan.of(List.of()), Map.of());
        }
        meterRegistry = meterRegistry != null
                ? meterRegistry
                : getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
        if (meterRegistry == null) {
            meterRegistry = Metrics.globalRegistry;
        }
        timer = new HashedWheelTimer(
                new DefaultThreadFactory("ss7-map-deadlines", true), TICK_MILLIS, TimeUnit.MILLISECONDS);
        getCamelContext().addStartupListener(new StackStarter());
        getCamelContext().addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext context) {
                stack.drain();
            }
        });
    }

    /**
     * A listener, because Camel ignores what a life cycle strategy throws, and a hub that cannot listen must not seem
     * to run.
     */
    private final class StackStarter implements StartupListener {

        @Override
        public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
            if (alreadyStarted) {
                startStack();
            }
        }

        @Override
        public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
            startStack();
        }
    }

    /** Once: Camel tells its listeners again whenever a route joins the running context. */
    private void startStack() {
        if (!stackStarted.compareAndSet(false, true)) {
            return;
        }
        try {
            stack.start();
        } catch (Ss7Exception e) {
            throw new RuntimeCamelException(e.getMessage(), e);
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        stack.stop();
        if (routeExecutor != null) {
            getCamelContext().getExecutorServiceManager().shutdown(routeExecutor);
            routeExecutor = null;
        }
        timer.stop();
    }

    /** The one in the registry; without, one whose identities hold for as long as the component lives. */
    synchronized MessageIdentities identities() {
        if (identities == null) {
            identities = getCamelContext().getRegistry().findSingleByType(MessageIdentities.class);
        }
        if (identities == null) {
            byte[] key = new byte[2 * MessageIdentities.SHORTEST_KEY];
            new SecureRandom().nextBytes(key);
            identities = new MessageIdentities(key);
        }
        return identities;
    }

    /** Invokes whose exchange has not ended, in all versions of the operation's route. */
    AtomicInteger inProgress(MapOperation operation) {
        return inProgress.computeIfAbsent(operation, one -> new AtomicInteger());
    }

    ConsumerMetrics metrics(MapOperation operation) {
        return metrics.computeIfAbsent(operation, one -> new ConsumerMetrics(meterRegistry, one, inProgress(one)));
    }

    HashedWheelTimer timer() {
        return timer;
    }

    /** The pool that runs the routes; its queue is bounded by what may be in progress. */
    synchronized ExecutorService routeExecutor() {
        if (routeExecutor == null) {
            ThreadPoolProfile profile = new ThreadPoolProfile("ss7-map");
            profile.setPoolSize(routeThreads);
            profile.setMaxPoolSize(routeThreads);
            profile.setMaxQueueSize(Integer.MAX_VALUE);
            profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
            profile.setKeepAliveTime(60L);
            profile.setTimeUnit(TimeUnit.SECONDS);
            profile.setAllowCoreThreadTimeOut(false);
            routeExecutor = getCamelContext().getExecutorServiceManager().newThreadPool(this, "ss7-map-route", profile);
        }
        return routeExecutor;
    }

    public Ss7MapConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(Ss7MapConfiguration configuration) {
        this.configuration = configuration;
    }

    public Ss7Stack getStack() {
        return stack;
    }

    public void setStack(Ss7Stack stack) {
        this.stack = stack;
    }

    public HomeLocationRegister getRegister() {
        return register;
    }

    public void setRegister(HomeLocationRegister register) {
        this.register = register;
    }

    public MessagePolicies getPolicies() {
        return policies;
    }

    public void setPolicies(MessagePolicies policies) {
        this.policies = policies;
    }

    public MeterRegistry getMeterRegistry() {
        return meterRegistry;
    }

    public void setMeterRegistry(MeterRegistry meterRegistry) {
        this.meterRegistry = meterRegistry;
    }

    public int getRouteThreads() {
        return routeThreads;
    }

    public void setRouteThreads(int routeThreads) {
        this.routeThreads = routeThreads;
    }

    public boolean isLogNumbers() {
        return logNumbers;
    }

    public void setLogNumbers(boolean logNumbers) {
        this.logNumbers = logNumbers;
    }
}
