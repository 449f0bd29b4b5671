// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.sccp;

import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.Octets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts segmented XUDTs together again (Q.714 clause 4.1.1.2.2); strict about their order. Thread-safe by originator.
 */
public final class Reassembly {

    private record Key(PartyAddress calling, int localReference) {}

    private record Partial(Octets data, int expected) {}

    private final Map<Key, Partial> partials = new ConcurrentHashMap<>();

    /** The whole message once its last segment is there. */
    public Optional<SccpMessage> add(SccpMessage message) {
        if (message.segmentation().isEmpty()) {
            return Optional.of(message);
        }
        SccpMessage.Segmentation segment = message.segmentation().get();
        Key key = new Key(message.calling(), segment.localReference());
        Partial partial = partials.remove(key);
        if (segment.first() != (partial == null)) {
            throw new MalformedPduException(
                    segment.first()
                            ? "SCCP: a first segment before the last one came"
                            : "SCCP: a segment without its first");
        }
        if (partial != null && partial.expected != segment.remaining()) {
            throw new MalformedPduException(
                    "SCCP: " + segment.remaining() + " segments remain, " + partial.expected + " were expected");
        }
        Octets data = partial == null ? new Octets() : partial.data;
        data.bytes(message.data());
        if (segment.remaining() == 0) {
            return Optional.of(message.withSegment(data.toByteArray(), segment));
        }
        partials.put(key, new Partial(data, segment.remaining() - 1));
        return Optional.empty();
    }
}
