package io.vmnhub.numbering;

import java.util.List;
import java.util.Optional;

/** The hub's numbers: found by MSISDN for SRI-SM and by IMSI for mt-ForwardSM. Immutable and thread-safe. */
public final class NumberPlan {

    /** @throws IllegalArgumentException when two ranges overlap in numbers or in IMSIs; it names both */
    public static NumberPlan of(List<NumberRange> ranges) {
        throw new IllegalStateException("not written yet");
    }

    /** @param msisdn E.164 digits without plus */
    public Optional<Vmn> byMsisdn(String msisdn) {
        throw new IllegalStateException("not written yet");
    }

    /** @param imsi digits */
    public Optional<Vmn> byImsi(String imsi) {
        throw new IllegalStateException("not written yet");
    }
}
