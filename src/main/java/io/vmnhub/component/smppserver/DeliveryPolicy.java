// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.EsmeAccount;
import io.vmnhub.smpp.EsmeAccount.Flow;
import io.vmnhub.smpp.SmppVersion;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * On which terms messages go over the sessions of one peer. Immutable.
 *
 * @param who the peer, as failures name it
 * @param maxSessions sessions at a time
 * @param addressRange whether a session may want some numbers only
 * @param mapErrors what a command_status means to the network; not asked for ESME_ROK
 */
public record DeliveryPolicy(
        String who,
        Flow flow,
        int maxSessions,
        boolean addressRange,
        Encoding encoding,
        IntFunction<MapUserError> mapErrors,
        Nobody nobody) {

    private static final Absence NO_SESSION =
            new Absence(MapUserError.of(Code.ABSENT_SUBSCRIBER_SM), "no session is bound");

    /** How a message becomes PDUs. */
    public interface Encoding {

        List<byte[]> encode(ShortMessage message, String application, SmppVersion version) throws NotEncodableException;
    }

    /** What becomes of messages while no session is bound. */
    public interface Nobody {

        /** Empty when they are to wait: a session is about to bind. */
        Optional<Absence> absence();
    }

    /** Why a message cannot go. */
    public record Absence(MapUserError error, String reason) {}

    /** Those of an application that binds to the hub, or to it and the other nodes of its farm. */
    static DeliveryPolicy of(EsmeAccount account, OtherNodes others) {
        MessageEncoder encoder = new MessageEncoder(MessageEncoder.Operation.DELIVER_SM);
        return new DeliveryPolicy(
                "SMPP account " + account.systemId(),
                shared(account, others),
                Math.max(0, account.access().maxSessions() - others.sessions(account.systemId())),
                account.access().addressRange(),
                (message, application, version) -> encoder.encode(message, application, account.content(), version),
                account::mapError,
                () -> Optional.of(NO_SESSION));
    }

    private static Flow shared(EsmeAccount account, OtherNodes others) {
        Flow flow = account.flow();
        return flow.throughput().isEmpty()
                ? flow
                : flow.withThroughput(
                        others.share(account.systemId(), flow.throughput().getAsInt()));
    }

    /** Why a message does not reach the peer. */
    MapUserErrorException failure(MapUserError error, String reason) {
        return new MapUserErrorException(error, who + ": " + reason);
    }
}
