// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.vmnhub.broker.Broker;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness: whether the broker inside the hub works and its disk has room, or one elsewhere can be reached. A broker
 * that nobody has needed is no concern.
 */
public final class BrokerHealthCheck extends AbstractHealthCheck {

    private final Broker broker;

    public BrokerHealthCheck(Broker broker) {
        super("vmnhub", "broker");
        this.broker = broker;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Optional<String> problem = broker.problem();
        problem.ifPresent(builder::message);
        builder.state(problem.isPresent() ? State.DOWN : State.UP);
    }
}
