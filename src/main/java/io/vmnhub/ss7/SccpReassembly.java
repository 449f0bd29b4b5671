// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Puts segmented messages together (ITU-T Q.714 clause 4.1.1.2.3): the segments of one calling party and local
 * reference, in their order. It holds a bounded number of messages, each for a bounded time. Thread-safe.
 */
final class SccpReassembly {

    private final int mostMessages;
    private final long timeoutNanos;
    private final Map<Key, Partial> partials = new HashMap<>();

    /** A segment with the label it came under. */
    record Segment(Unitdata unitdata, int originatingPointCode, int sls) {}

    private record Key(int originatingPointCode, ByteBuffer calling, int localReference) {}

    private static final class Partial {

        private final Segment first;
        private final ByteArrayOutputStream data = new ByteArrayOutputStream();
        private final long since;
        private int remaining;

        Partial(Segment first, long since) {
            this.first = first;
            this.since = since;
            remaining = first.unitdata.remainingSegments();
            data.writeBytes(first.unitdata.data());
        }
    }

    /**
     * What has become of a segment.
     *
     * @param whole the data of all segments with the first of them; null while some are missing
     * @param returned a segment that is of no use any more, for its sender; null for none
     * @param cause why
     */
    record Outcome(byte[] whole, Segment returned, ReturnCause cause) {

        static final Outcome WAITING = new Outcome(null, null, null);

        static Outcome failed(Segment segment, ReturnCause cause) {
            return new Outcome(null, segment, cause);
        }
    }

    SccpReassembly(int mostMessages, long timeoutNanos) {
        this.mostMessages = mostMessages;
        this.timeoutNanos = timeoutNanos;
    }

    /** @param now as {@link System#nanoTime} */
    synchronized Outcome add(Segment segment, long now) {
        Unitdata part = segment.unitdata;
        byte[] calling = part.calling();
        boolean titled = PartyAddress.of(calling).titled();
        Key key = new Key(titled ? -1 : segment.originatingPointCode, ByteBuffer.wrap(calling), part.localReference());
        Partial partial = partials.get(key);
        if (part.firstSegment()) {
            if (partial == null && partials.size() >= mostMessages) {
                return Outcome.failed(segment, ReturnCause.DESTINATION_CANNOT_PERFORM_REASSEMBLY);
            }
            partials.put(key, new Partial(segment, now));
            return partial == null
                    ? Outcome.WAITING
                    : Outcome.failed(partial.first, ReturnCause.ERROR_IN_MESSAGE_TRANSPORT);
        }
        if (partial == null) {
            return Outcome.failed(segment, ReturnCause.ERROR_IN_MESSAGE_TRANSPORT);
        }
        if (part.remainingSegments() != partial.remaining - 1) {
            partials.remove(key);
            return Outcome.failed(partial.first, ReturnCause.ERROR_IN_MESSAGE_TRANSPORT);
        }
        partial.data.writeBytes(part.data());
        partial.remaining--;
        if (partial.remaining > 0) {
            return Outcome.WAITING;
        }
        partials.remove(key);
        return new Outcome(partial.first.unitdata.with(partial.data.toByteArray()), null, null);
    }

    /** The first segments of the messages that have waited too long; they are forgotten. */
    synchronized List<Segment> expired(long now) {
        List<Segment> expired = new ArrayList<>();
        for (Iterator<Partial> each = partials.values().iterator(); each.hasNext(); ) {
            Partial partial = each.next();
            if (now - partial.since >= timeoutNanos) {
                each.remove();
                expired.add(partial.first);
            }
        }
        return expired;
    }
}
