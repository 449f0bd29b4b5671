package io.vmnhub.northbound.records;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What the hub notes of a message: never its text. Fields that do not apply are null, and left out of the line.
 *
 * @param time          when it happened, ISO 8601 in UTC
 * @param event         {@code answered}: the SMSC has its answer; {@code delivered} and {@code dead}: what became of a stored message
 * @param id            the message's id; null when it could not be read as a message
 * @param application   who owns the number
 * @param from          the sender: digits, or a name
 * @param to            the VMN's digits
 * @param serviceCentre the SMSC that MAP names, digits
 * @param callingTitle  the SMSC that SCCP names, digits
 * @param mapVersion    the dialogue's version
 * @param alphabet      GSM7, UCS2 or OCTETS
 * @param octets        the user data's size
 * @param part          {@code number/total} of a concatenated message
 * @param answer        {@code result}, or the MAP error's name
 * @param reason        in words, when it was no result
 * @param tookMillis    from taking to answering
 * @param attempts      in store mode, how often delivery was tried
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"time", "event", "id", "application", "from", "to", "serviceCentre", "callingTitle", "mapVersion", "alphabet", "octets",
    "part", "answer", "reason", "tookMillis", "attempts"})
public record MessageRecord(String time, String event, String id, String application, String from, String to, String serviceCentre,
                            String callingTitle, Integer mapVersion, String alphabet, Integer octets, String part, String answer,
                            String reason, Long tookMillis, Integer attempts) {

    /** What became of a stored message. */
    public static MessageRecord later(String time, String event, String id, String application, String reason, int attempts) {
        return new MessageRecord(time, event, id, application, null, null, null, null, null, null, null, null, null, reason, null, attempts);
    }
}
