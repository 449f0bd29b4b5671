// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import jakarta.jms.JMSException;

/** Has a destination made before it is first used. */
public interface Destinations {

    /** For brokers whose administrators make what is needed. */
    Destinations ELSEWHERE = address -> {};

    static Destinations of(Broker broker) {
        return address -> {
            try {
                broker.make(address);
            } catch (JMSException e) {
                throw e;
            } catch (Exception e) {
                throw (JMSException)
                        new JMSException(address.name() + " cannot be made: " + e.getMessage()).initCause(e);
            }
        };
    }

    void make(BrokerAddress address) throws JMSException;
}
