package io.vmnhub.simulator;

import java.util.List;

/** A submission whose SMS-DELIVERs are encoded already, to be sent any number of times. @param tpdus do not change the arrays */
record PreparedSubmission(Submission submission, List<byte[]> tpdus) {

    PreparedSubmission {
        tpdus = List.copyOf(tpdus);
    }
}
