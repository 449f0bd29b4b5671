// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberSettings;
import io.vmnhub.numbering.NumberState;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.sms.MapUserErrorException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the hub knows of its numbers as their HLR (TS 29.002 clause 12.1) and as the MSC that takes their messages
 * (clause 12.9). Thread-safe.
 */
public final class HomeLocationRegister {

    private static final int OPERATOR_BARRING = 1;

    private final NumberPlan numbers;
    private final NetworkNodes nodes;
    private final Optional<CorrelationImsis> correlation;
    private final Optional<ScanWatch> scans;

    /** Without correlation IMSIs. */
    public HomeLocationRegister(NumberPlan numbers, String mscGlobalTitle) {
        this(numbers, mscGlobalTitle, Optional.empty());
    }

    /** With every node ready, and nobody watched. */
    public HomeLocationRegister(NumberPlan numbers, String mscGlobalTitle, Optional<CorrelationImsis> correlation) {
        this(numbers, new WeightedNodes(mscGlobalTitle, title -> true), correlation, Optional.empty());
    }

    /**
     * @param nodes choose which node is to take the messages
     * @param correlation those for numbers that have them
     * @param scans hears of numbers and IMSIs that are not there
     */
    public HomeLocationRegister(
            NumberPlan numbers, NetworkNodes nodes, Optional<CorrelationImsis> correlation, Optional<ScanWatch> scans) {
        this.correlation = correlation;
        this.numbers = numbers;
        this.nodes = nodes;
        this.scans = scans;
    }

    /**
     * As {@link #subscriber(String)}, for an SMSC that is watched. A number that the hub does not have is found by the
     * IMSI of the query, unless it has correlation IMSIs.
     *
     * @param imsi of the query; empty without one
     */
    public Vmn subscriber(String msisdn, Optional<String> imsi, String callingTitle, String serviceCentre)
            throws MapUserErrorException {
        if (numbers.byMsisdn(msisdn).isEmpty()) {
            Optional<Vmn> known =
                    imsi.flatMap(numbers::byImsi).filter(vmn -> !vmn.settings().correlation());
            if (known.isPresent()) {
                return subscriber(known.get().msisdn());
            }
            scans.ifPresent(watch -> watch.tried(callingTitle, serviceCentre, msisdn));
        }
        return subscriber(msisdn);
    }

    /**
     * The number that a query or a report of a service centre is about.
     *
     * @param msisdn digits of an international number
     * @throws MapUserErrorException unknownSubscriber when the hub is not the HLR of such a number
     */
    public Vmn subscriber(String msisdn) throws MapUserErrorException {
        Optional<Vmn> found = numbers.byMsisdn(msisdn);
        if (found.isEmpty()) {
            throw unknown("no VMN has this number");
        }
        NumberSettings settings = found.get().settings();
        if (settings.hlr() == NumberSettings.Hlr.EXTERNAL) {
            throw unknown("the operator's HLR answers for this number");
        }
        if (settings.state() == NumberState.NOT_ALLOCATED) {
            throw unknown("the number is not allocated");
        }
        return found.get();
    }

    /**
     * A number of the hub, whatever its state.
     *
     * @param msisdn digits of an international number
     */
    public Optional<Vmn> find(String msisdn) {
        return numbers.byMsisdn(msisdn);
    }

    private static MapUserErrorException unknown(String reason) {
        return new MapUserErrorException(MapUserError.of(Code.UNKNOWN_SUBSCRIBER), reason);
    }

    /**
     * Where messages of an SMSC for a number go, whatever its state.
     *
     * @param callingTitle the SCCP calling title of the query; empty without one
     * @param serviceCentre the MAP service centre of the query
     * @throws MapUserErrorException a temporary error when no correlation IMSI is left
     */
    public RoutingInfo routingInfo(Vmn vmn, String callingTitle, String serviceCentre) throws MapUserErrorException {
        String imsi = vmn.imsi();
        if (vmn.settings().correlation()) {
            imsi = correlation
                    .flatMap(pool -> pool.give(vmn.msisdn(), callingTitle, serviceCentre))
                    .orElseThrow(
                            () -> new MapUserErrorException(MapUserError.temporary(), "no correlation IMSI is left"));
        }
        return new RoutingInfo(imsi, nodes.titleFor(vmn));
    }

    /** The global title of the node that is to take the messages for a number. */
    public String node(Vmn vmn) {
        return nodes.titleFor(vmn);
    }

    /** Ends when an answer with this IMSI would survive a restart, as far as that is asked for; never exceptionally. */
    public CompletableFuture<Void> kept(RoutingInfo answer) {
        return correlation
                .map(imsis -> imsis.kept(answer.imsi()))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /**
     * The number that a message is for, which may be one that each SMSC knows by another IMSI.
     *
     * @param imsi digits
     * @param callingTitle the SCCP calling title of the message; empty without one
     * @param serviceCentre the MAP service centre of the message
     * @throws MapUserErrorException the answer to the message where the number does not take it, or the IMSI is not its
     *     sender's
     */
    public Vmn recipient(String imsi, String callingTitle, String serviceCentre) throws MapUserErrorException {
        boolean correlated = isCorrelation(imsi);
        if (!correlated && numbers.byImsi(imsi).isEmpty()) {
            scans.ifPresent(watch -> watch.tried(callingTitle, serviceCentre, imsi));
        }
        if (correlation.isEmpty()) {
            return recipient(imsi);
        }
        if (correlated && numbers.byImsi(imsi).isEmpty()) {
            CorrelationImsis.Found found = correlation.get().find(imsi, callingTitle, serviceCentre);
            Optional<Vmn> vmn = found.msisdn().flatMap(numbers::byMsisdn);
            if (vmn.isEmpty()) {
                if (found.refusal().filter(CorrelationImsis.Refusal::isAttack).isPresent()) {
                    scans.ifPresent(watch -> watch.tried(callingTitle, serviceCentre, imsi));
                }
                throw unidentified(found.refusal()
                        .map(refusal -> "its correlation IMSI is refused: " + refusal)
                        .orElse("the number has gone"));
            }
            return receiving(vmn.get());
        }
        Vmn vmn = recipient(imsi);
        if (vmn.settings().correlation()) {
            correlation.get().count(CorrelationImsis.Refusal.OWN_IMSI);
            throw unidentified("the number has correlation IMSIs, and this is its own");
        }
        return vmn;
    }

    /** Whether an IMSI is one that each SMSC gets another of, not a number's own. */
    public boolean isCorrelation(String imsi) {
        return correlation.isPresent() && correlation.get().isFromPool(imsi);
    }

    private static MapUserErrorException unidentified(String reason) {
        return new MapUserErrorException(MapUserError.of(Code.UNIDENTIFIED_SUBSCRIBER), reason);
    }

    /**
     * The number that a message is for.
     *
     * @param imsi digits
     * @throws MapUserErrorException the answer to the message where the number does not take it
     */
    public Vmn recipient(String imsi) throws MapUserErrorException {
        Optional<Vmn> found = numbers.byImsi(imsi);
        if (found.isEmpty()) {
            throw new MapUserErrorException(MapUserError.of(Code.UNIDENTIFIED_SUBSCRIBER), "no VMN has this IMSI");
        }
        return receiving(found.get());
    }

    private Vmn receiving(Vmn vmn) throws MapUserErrorException {
        Optional<MapUserErrorException> refusal = refusal(vmn);
        if (refusal.isPresent()) {
            throw new MapUserErrorException(
                    refusal.get().error().forMtForwardSm(), refusal.get().reason());
        }
        return vmn;
    }

    /** Why a number receives nothing in its state, as sendRoutingInfoForSM is answered; empty when it does receive. */
    public static Optional<MapUserErrorException> refusal(Vmn vmn) {
        return switch (vmn.settings().state()) {
            case ACTIVE -> Optional.empty();
            case SUSPENDED ->
                Optional.of(new MapUserErrorException(
                        vmn.settings().diagnostic().isPresent()
                                ? MapUserError.of(
                                        Code.ABSENT_SUBSCRIBER_SM,
                                        vmn.settings().diagnostic().getAsInt())
                                : MapUserError.of(Code.ABSENT_SUBSCRIBER_SM),
                        "the number is suspended"));
            case BARRED ->
                Optional.of(new MapUserErrorException(
                        MapUserError.of(Code.CALL_BARRED, OPERATOR_BARRING), "the number is barred"));
            case NOT_ALLOCATED -> Optional.of(unknown("the number is not allocated"));
        };
    }
}
