package io.vmnhub.simulator;

import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.SmsDeliverEncoder;
import io.vmnhub.sms.UserDataHeader;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The SMS-DELIVERs of a submission. */
final class Parts {

    private final SmsDeliverEncoder encoder;

    Parts(SmsDeliverEncoder encoder) {
        this.encoder = encoder;
    }

    List<SmsDeliver> of(Submission submission, int reference) {
        DataCodingScheme coding = submission.dataCodingScheme().orElseGet(() -> DataCodingScheme.forText(submission.text()));
        SmsDeliver template = new SmsDeliver(false, false, false, false, submission.from(), 0, coding,
                Optional.of(OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS)), UserDataHeader.NONE, new byte[0], "");
        return encoder.split(template, submission.text(), reference);
    }

    byte[] tpdu(SmsDeliver message) {
        return encoder.encode(message);
    }
}
