// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import io.vmnhub.sms.XmlText;
import java.util.List;

/**
 * A refusal as Parlay X has it (TS 29.199-01, ServiceException and PolicyException): an identifier, a text with %1, %2
 * … in it, and the values of these. The exception's message is the text with its values. Without a stack trace: it is
 * an answer.
 */
final class ParlayException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_VARIABLE = 500;

    private final String messageId;
    private final String text;
    private final transient List<String> variables;
    private final boolean callersFault;

    private ParlayException(String messageId, String text, boolean callersFault, String... variables) {
        super(filled(text, variables), null, false, false);
        this.messageId = messageId;
        this.text = text;
        this.callersFault = callersFault;
        this.variables =
                List.of(variables).stream().map(ParlayException::writable).toList();
    }

    /**
     * The hub cannot do it at the moment.
     *
     * @param code what is the matter, in a word
     */
    static ParlayException serviceError(String code) {
        return new ParlayException("SVC0001", "A service error occurred. Error code is %1", false, code);
    }

    /** @param part the part of the request that is wrong, and what of it */
    static ParlayException invalidInput(String part) {
        return new ParlayException("SVC0002", "Invalid input value for message part %1", true, part);
    }

    static ParlayException invalidInput(String part, String validValues) {
        return new ParlayException(
                "SVC0003", "Invalid input value for message part %1, valid values are %2", true, part, validValues);
    }

    static ParlayException duplicateCorrelator(String correlator) {
        return new ParlayException(
                "SVC0005", "Correlator %1 specified in message part %2 is a duplicate", true, correlator, "reference");
    }

    /** @param criteria of a subscription that already gets some of these messages */
    static ParlayException overlappingCriteria(String criteria) {
        return new ParlayException("SVC0008", "Overlapped criteria %1", true, criteria);
    }

    /**
     * The application may not do this.
     *
     * @param code what it has done too much of, in a word
     */
    static ParlayException policyError(String code) {
        return new ParlayException("POL0001", "A policy error occurred. Error code is %1", true, code);
    }

    private static String writable(String variable) {
        return XmlText.of(variable.length() > LONGEST_VARIABLE ? variable.substring(0, LONGEST_VARIABLE) : variable);
    }

    private static String filled(String text, String... variables) {
        String filled = text;
        for (int i = 0; i < variables.length; i++) {
            filled = filled.replace("%" + (i + 1), writable(variables[i]));
        }
        return filled;
    }

    /** The element of the fault's detail. */
    String element() {
        return messageId.startsWith("POL") ? "PolicyException" : "ServiceException";
    }

    String messageId() {
        return messageId;
    }

    String text() {
        return text;
    }

    List<String> variables() {
        return variables;
    }

    /** Whether the same call would be refused again. */
    boolean isCallersFault() {
        return callersFault;
    }
}
