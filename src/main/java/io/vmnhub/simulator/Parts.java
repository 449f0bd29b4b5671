// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.SmsDeliverEncoder;
import io.vmnhub.sms.UserDataHeader;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Makes the SMS-DELIVERs of a submission, stamped with the present second. */
final class Parts {

    private final SmsDeliverEncoder encoder = new SmsDeliverEncoder();

    /**
     * @param reference tells the parts of one long message from those of another, 0 to 255
     * @throws IllegalArgumentException when the text does not fit its data coding scheme, or the sender its field
     */
    PreparedSubmission of(Submission submission, int reference) {
        DataCodingScheme coding =
                submission.dataCodingScheme().orElseGet(() -> DataCodingScheme.forText(submission.text()));
        SmsDeliver template = new SmsDeliver(
                false,
                false,
                false,
                false,
                submission.from(),
                0,
                coding,
                Optional.of(OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS)),
                UserDataHeader.NONE,
                new byte[0],
                "");
        return new PreparedSubmission(
                submission,
                encoder.split(template, submission.text(), reference).stream()
                        .map(encoder::encode)
                        .toList());
    }
}
