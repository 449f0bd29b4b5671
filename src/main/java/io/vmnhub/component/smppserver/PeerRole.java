// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.CommandStatus;
import io.vmnhub.smpp.EsmeAccount.BindType;
import java.util.Set;

/**
 * What the peer of a session is, and so which responses it may send, and how its requests are refused: the hub takes no
 * messages over SMPP.
 */
public enum PeerRole {
    RECEIVER(Set.of(Pdu.DELIVER_SM | Pdu.RESPONSE), false),
    TRANSCEIVER(Set.of(Pdu.DELIVER_SM | Pdu.RESPONSE), true),
    /** The hub has bound to it as transmitter. */
    SMSC(Set.of(Pdu.SUBMIT_SM | Pdu.RESPONSE, Pdu.DATA_SM | Pdu.RESPONSE), false);

    private final Set<Integer> responses;
    private final boolean transmits;

    /** @param transmits whether it could send messages, were they taken */
    PeerRole(Set<Integer> responses, boolean transmits) {
        this.responses = responses;
        this.transmits = transmits;
    }

    static PeerRole of(BindType bindType) {
        return bindType == BindType.TRANSCEIVER ? TRANSCEIVER : RECEIVER;
    }

    /** Whether it is the response to a message. */
    boolean isResponse(int commandId) {
        return responses.contains(commandId);
    }

    /**
     * The command_status that refuses a request, in the words of the operation; {@code ESME_RINVCMDID} is for
     * generic_nack.
     */
    int refusal(int commandId) {
        int status = switch (commandId) {
            case Pdu.SUBMIT_SM, Pdu.SUBMIT_MULTI, Pdu.DATA_SM -> CommandStatus.ESME_RSUBMITFAIL;
            case Pdu.DELIVER_SM -> this == SMSC ? CommandStatus.ESME_RINVBNDSTS : CommandStatus.ESME_RINVCMDID;
            case Pdu.QUERY_SM -> CommandStatus.ESME_RQUERYFAIL;
            case Pdu.REPLACE_SM -> CommandStatus.ESME_RREPLACEFAIL;
            case Pdu.CANCEL_SM -> CommandStatus.ESME_RCANCELFAIL;
            default -> CommandStatus.ESME_RINVCMDID;
        };
        boolean may = transmits || commandId == Pdu.DATA_SM;
        return status == CommandStatus.ESME_RINVCMDID || may ? status : CommandStatus.ESME_RINVBNDSTS;
    }
}
