// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CorruptedFrameException;
import io.vmnhub.smpp.CommandStatus;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session after its bind, with an ESME or with an SMSC, on its channel's event loop: enquire_link, unbind and
 * refusals are done here, messages are {@link BoundSession}'s.
 *
 * <ol>
 *   <li>A peer that is silent is asked by enquire_link, and disconnected when it does not answer in time. What counts
 *       is whole PDUs.
 *   <li>A peer that unbinds gets no more messages. Responses to those that it has are taken until it closes;
 *       unbind_resp waits for them, but no longer than a second, and a second later the hub closes.
 *   <li>When the channel is closed, what has no response goes back to {@link AccountSessions}.
 * </ol>
 */
public final class SmppSession extends SimpleChannelInboundHandler<Pdu> implements BoundSession.Wire {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);
    private static final long PATIENCE_MILLIS = 1_000;
    /** A peer that does not read so many answers is not read either. */
    private static final int MOST_UNREAD_ANSWERS = 1_000;

    private final Channel channel;
    private final PeerRole role;
    private final AccountSessions account;
    private final BoundSession messages;
    private final Runnable whenOver;
    private volatile long enquireLinkNanos;
    private volatile long responseNanos;
    private int sequenceNumber;
    private long lastPdu = System.nanoTime();
    private long enquired = lastPdu;
    private Future<?> watch;
    private int unreadAnswers;
    private Pdu unbind;
    private boolean unbindAnswered;
    private boolean unbinding;
    private String end = "is gone";

    /** @param whenOver called once when the session has ended and its messages are taken care of */
    public SmppSession(
            Channel channel, BoundSession.Peer peer, PeerRole role, AccountSessions account, Runnable whenOver) {
        this.channel = channel;
        this.role = role;
        this.account = account;
        this.whenOver = whenOver;
        this.messages = new BoundSession(peer, this, account, channel.eventLoop());
    }

    public BoundSession messages() {
        return messages;
    }

    @Override
    public ByteBuf buffer(int capacity) {
        return channel.alloc().ioBuffer(capacity);
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void write(ByteBuf pdus) {
        channel.writeAndFlush(pdus);
    }

    /** Called in the event loop only. */
    @Override
    public int nextSequenceNumber() {
        sequenceNumber = sequenceNumber == Integer.MAX_VALUE ? 1 : sequenceNumber + 1;
        return sequenceNumber;
    }

    @Override
    public void setTimers(long enquireLinkMillis, long responseMillis) {
        enquireLinkNanos = TimeUnit.MILLISECONDS.toNanos(enquireLinkMillis);
        responseNanos = TimeUnit.MILLISECONDS.toNanos(responseMillis);
        channel.eventLoop().execute(this::watch);
    }

    /** Asks a silent peer, and ends a dead one. */
    private void watch() {
        if (watch != null) {
            watch.cancel(false);
        }
        if (!channel.isActive()) {
            return;
        }
        long now = System.nanoTime();
        boolean asked = enquired - lastPdu > 0;
        long left = asked ? responseNanos - (now - enquired) : enquireLinkNanos - (now - lastPdu);
        if (left <= 0 && asked) {
            end = "does not answer enquire_link and is disconnected";
            channel.close();
            return;
        }
        if (left <= 0) {
            enquired = now;
            left = responseNanos;
            channel.writeAndFlush(Pdu.header(Pdu.ENQUIRE_LINK, CommandStatus.ESME_ROK, nextSequenceNumber()));
        }
        watch = channel.eventLoop().schedule(this::watch, left, TimeUnit.NANOSECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Pdu pdu) {
        lastPdu = System.nanoTime();
        if (role.isResponse(pdu.commandId())) {
            responded(pdu, pdu.commandStatus());
            return;
        }
        switch (pdu.commandId()) {
            case Pdu.GENERIC_NACK -> {
                boolean ok = pdu.commandStatus() == CommandStatus.ESME_ROK; // as if it were none
                responded(pdu, ok ? CommandStatus.ESME_RSYSERR : pdu.commandStatus());
            }
            case Pdu.UNBIND -> peerUnbinds(pdu);
            case Pdu.UNBIND | Pdu.RESPONSE -> {
                if (unbinding) {
                    channel.close();
                }
            }
            case Pdu.ENQUIRE_LINK -> answer(pdu, CommandStatus.ESME_ROK);
            default -> {
                if (pdu.isRequest()) {
                    answer(pdu, pdu.isBind() ? CommandStatus.ESME_RALYBND : role.refusal(pdu.commandId()));
                }
            }
        }
    }

    private void responded(Pdu pdu, int status) {
        messages.responded(pdu.sequenceNumber(), status);
        if (unbind != null && messages.outstanding() == 0) {
            answerUnbind();
        }
    }

    private void answer(Pdu request, int status) {
        int commandId = status == CommandStatus.ESME_RINVCMDID ? Pdu.GENERIC_NACK : request.commandId() | Pdu.RESPONSE;
        channel.writeAndFlush(Pdu.header(commandId, status, request.sequenceNumber()));
        if (!channel.isWritable() && ++unreadAnswers >= MOST_UNREAD_ANSWERS) {
            channel.config().setAutoRead(false);
        }
    }

    private void peerUnbinds(Pdu request) {
        if (unbind != null) {
            return;
        }
        unbind = request;
        end = "has unbound";
        account.leave(messages);
        messages.retire();
        if (messages.outstanding() == 0) {
            answerUnbind();
        } else {
            channel.eventLoop().schedule(this::answerUnbind, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void answerUnbind() {
        if (unbindAnswered) {
            return;
        }
        unbindAnswered = true;
        account.freePlace(messages); // it may bind again as soon as it has the answer
        answer(unbind, CommandStatus.ESME_ROK);
        closeIn(PATIENCE_MILLIS);
    }

    private void closeIn(long millis) {
        channel.eventLoop().schedule(() -> channel.close(), millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void unbind() {
        channel.eventLoop().execute(() -> {
            if (unbinding || !channel.isActive()) {
                return;
            }
            unbinding = true;
            end = "has been unbound";
            messages.retire();
            if (unbind == null) {
                channel.writeAndFlush(Pdu.header(Pdu.UNBIND, CommandStatus.ESME_ROK, nextSequenceNumber()));
            }
            closeIn(PATIENCE_MILLIS);
        });
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            unreadAnswers = 0;
            channel.config().setAutoRead(true);
            messages.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (watch != null) {
            watch.cancel(false);
        }
        messages.end(end);
        whenOver.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedFrameException) {
            end = "sent " + cause.getMessage() + " and is disconnected";
        } else if (!(cause instanceof IOException)) {
            LOG.error("{} failed and is disconnected", messages, cause);
        }
        channel.close();
    }
}
