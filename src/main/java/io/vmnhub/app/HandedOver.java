// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.cluster.Octets;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A message that one node hands to another for an SMPP account, in octets, and what became of it.
 *
 * @param account its system_id
 * @param application the owner of the number
 * @param within how long it may take
 */
record HandedOver(String account, String application, Duration within, ShortMessage message) {

    private static final ObjectMapper JSON = ShortMessageModule.objectMapper();
    private static final int FORM = 1;
    private static final int CONFIRMED = 0;
    private static final int REFUSED = 1;
    private static final int NONE = -1;
    private static final int MOST = 1_000_000;

    byte[] octets() {
        return Octets.of(FORM, out -> {
            out.writeUTF(account);
            out.writeUTF(application);
            out.writeLong(within.toMillis());
            byte[] json = JSON.writeValueAsBytes(message);
            out.writeInt(json.length);
            out.write(json);
        });
    }

    /** @throws IllegalArgumentException when it is none */
    static HandedOver read(byte[] octets) {
        return Octets.read(FORM, "a message that is handed over", octets, in -> {
            String account = in.readUTF();
            String application = in.readUTF();
            Duration within = Duration.ofMillis(in.readLong());
            return new HandedOver(account, application, within, JSON.readValue(block(in), ShortMessage.class));
        });
    }

    /** @param failure null when the application has confirmed */
    static byte[] outcome(MapUserErrorException failure) {
        return Octets.of(FORM, out -> {
            out.writeByte(failure == null ? CONFIRMED : REFUSED);
            if (failure != null) {
                MapUserError error = failure.error();
                out.writeInt(error.code().value());
                out.writeInt(error.cause().orElse(NONE));
                out.writeLong(error.requestedRetransmissionTime()
                        .map(Instant::toEpochMilli)
                        .orElse((long) NONE));
                out.writeInt(error.diagnosticInfo().map(info -> info.length).orElse(NONE));
                out.write(error.diagnosticInfo().orElse(new byte[0]));
                out.writeUTF(failure.reason());
            }
        });
    }

    /**
     * What became of a message.
     *
     * @return empty when the application has confirmed
     * @throws IllegalArgumentException when it is no outcome
     */
    static Optional<MapUserErrorException> outcome(byte[] octets) {
        return Octets.read(FORM, "the outcome of a message", octets, in -> {
            int kind = in.readByte();
            if (kind == CONFIRMED) {
                return Optional.empty();
            }
            if (kind != REFUSED) {
                throw new IllegalArgumentException("the outcome of a message is of kind " + kind
                        + ", which this version of the hub does not know: upgrade this node");
            }
            Optional<MapUserError.Code> code = MapUserError.Code.of(in.readInt());
            int cause = in.readInt();
            long time = in.readLong();
            int length = in.readInt();
            Optional<byte[]> info = length < 0 ? Optional.empty() : Optional.of(in.readNBytes(Math.min(length, MOST)));
            MapUserError error = code.isEmpty()
                    ? MapUserError.temporary()
                    : new MapUserError(
                            code.get(),
                            cause < 0 ? OptionalInt.empty() : OptionalInt.of(cause),
                            info,
                            time < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(time)));
            return Optional.of(new MapUserErrorException(error, in.readUTF()));
        });
    }

    private static byte[] block(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST) {
            throw new IOException("a message of " + length + " octets");
        }
        return in.readNBytes(length);
    }
}
