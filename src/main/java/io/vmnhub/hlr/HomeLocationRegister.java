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

/**
 * What the hub knows of its numbers as their HLR (TS 29.002 clause 12.1) and as the MSC that takes their messages
 * (clause 12.9). Thread-safe.
 */
public final class HomeLocationRegister {

    private static final int OPERATOR_BARRING = 1;

    private final NumberPlan numbers;
    private final String mscGlobalTitle;

    /** @param mscGlobalTitle global title of the node that is to take the messages, digits */
    public HomeLocationRegister(NumberPlan numbers, String mscGlobalTitle) {
        this.numbers = numbers;
        this.mscGlobalTitle = mscGlobalTitle;
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

    /** Where messages for a number go, whatever its state. */
    public RoutingInfo routingInfo(Vmn vmn) {
        return new RoutingInfo(vmn.imsi(), vmn.settings().mscGlobalTitle().orElse(mscGlobalTitle));
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
        Optional<MapUserErrorException> refusal = refusal(found.get());
        if (refusal.isPresent()) {
            throw new MapUserErrorException(
                    refusal.get().error().forMtForwardSm(), refusal.get().reason());
        }
        return found.get();
    }

    /** Why a number receives nothing in its state, as sendRoutingInfoForSM is answered; empty when it does receive. */
    public Optional<MapUserErrorException> refusal(Vmn vmn) {
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
