package io.vmnhub.ss7.transport;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Answers DAUD (RFC 4666 clauses 3.4.3 and 4.5.3), which jSS7 ignores: DAVA for the hub's own point code, DUNA for all others,
 * because a hub transfers nothing between its peers. Immutable and thread-safe.
 */
final class DestinationAudit {

    private static final int NETWORK_MANAGEMENT = 2;
    private static final int UNAVAILABLE = 1;
    private static final int AVAILABLE = 2;
    private static final int AUDIT = 3;
    private static final int ROUTING_CONTEXT = 0x0006;
    private static final int AFFECTED_POINT_CODE = 0x0012;
    private static final int NETWORK_APPEARANCE = 0x0200;
    private static final int PARAMETER_HEADER = 4;

    private final int pointCode;

    DestinationAudit(int pointCode) {
        this.pointCode = pointCode;
    }

    static boolean isAudit(ByteBuf message) {
        int start = message.readerIndex();
        return message.getUnsignedByte(start + 2) == NETWORK_MANAGEMENT && message.getUnsignedByte(start + 3) == AUDIT;
    }

    /**
     * Writes the answers.
     *
     * @param message a whole DAUD, which is not changed
     * @return false when its parameters cannot be read, or name no point code
     */
    boolean answer(ByteBuf message, Consumer<ByteBuf> send) {
        ByteBuf parameters = message.slice(message.readerIndex() + M3uaGuard.HEADER_LENGTH, message.readableBytes() - M3uaGuard.HEADER_LENGTH);
        List<ByteBuf> echoed = new ArrayList<>();
        List<Integer> available = new ArrayList<>();
        List<Integer> unavailable = new ArrayList<>();
        while (parameters.readableBytes() >= PARAMETER_HEADER) {
            int tag = parameters.getUnsignedShort(parameters.readerIndex());
            int length = parameters.getUnsignedShort(parameters.readerIndex() + 2);
            int padded = length + 3 & ~3;
            if (length < PARAMETER_HEADER || padded > parameters.readableBytes()) {
                return false;
            }
            ByteBuf parameter = parameters.readSlice(padded);
            if (tag == ROUTING_CONTEXT || tag == NETWORK_APPEARANCE) {
                echoed.add(parameter);
            } else if (tag == AFFECTED_POINT_CODE) {
                parameter.skipBytes(PARAMETER_HEADER);
                for (int entries = (length - PARAMETER_HEADER) / 4; entries > 0; entries--) {
                    int affected = parameter.readInt();
                    (affected == pointCode ? available : unavailable).add(affected);
                }
            }
        }
        write(message, AVAILABLE, echoed, available, send);
        write(message, UNAVAILABLE, echoed, unavailable, send);
        return !available.isEmpty() || !unavailable.isEmpty();
    }

    private static void write(ByteBuf message, int type, List<ByteBuf> echoed, List<Integer> pointCodes, Consumer<ByteBuf> send) {
        if (pointCodes.isEmpty()) {
            return;
        }
        int affected = PARAMETER_HEADER + 4 * pointCodes.size();
        int length = M3uaGuard.HEADER_LENGTH + echoed.stream().mapToInt(ByteBuf::readableBytes).sum() + affected;
        ByteBuf out = message.alloc().buffer(length);
        M3uaGuard.header(out, NETWORK_MANAGEMENT, type, length);
        echoed.forEach(parameter -> out.writeBytes(parameter, parameter.readerIndex(), parameter.readableBytes()));
        out.writeShort(AFFECTED_POINT_CODE).writeShort(affected);
        pointCodes.forEach(out::writeInt);
        send.accept(out);
    }
}
