// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import java.time.Duration;
import java.util.function.Consumer;

/** What the other nodes of a farm have of the accounts. Implementations are thread-safe and let no thread wait. */
public interface OtherNodes {

    /** Of a hub by itself. */
    OtherNodes NONE = new OtherNodes() {
        @Override
        public int sessions(String account) {
            return 0;
        }

        @Override
        public int excess(String account, int own, int most) {
            return 0;
        }

        @Override
        public int share(String account, int limit) {
            return limit;
        }

        @Override
        public void deliver(
                String account,
                ShortMessage message,
                String application,
                Duration within,
                Consumer<MapUserErrorException> whenEnded) {
            whenEnded.accept(new MapUserErrorException(MapUserError.temporary(), "there are no other nodes"));
        }
    };

    /** How many sessions of the account are bound at other nodes. */
    int sessions(String account);

    /**
     * How many sessions this node has to end because all nodes together have more than the account may have.
     *
     * @param own how many it has
     * @param most how many the account may have
     */
    int excess(String account, int own, int most);

    /** The part of a limit that this node may use up, at least 1. */
    int share(String account, int limit);

    /**
     * Has another node deliver a message.
     *
     * @param within how long it may take
     * @param whenEnded called once: with null when the application has confirmed, else with what the network is told
     */
    void deliver(
            String account,
            ShortMessage message,
            String application,
            Duration within,
            Consumer<MapUserErrorException> whenEnded);
}
