// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.ss7.m3ua.Destinations.Availability;
import io.vmnhub.ss7.m3ua.M3uaMessage.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DestinationsTest {

    private static final Set<Integer> CONFIGURED = Set.of(2, 3, 16);

    private final ManualTimers timers = new ManualTimers();
    private final List<String> changes = new ArrayList<>();
    private final Destinations destinations =
            new Destinations(timers, (pointCode, now, level) -> changes.add(pointCode + " " + now + level));

    private void receive(MessageType type, Parameter... parameters) throws M3uaException {
        destinations.received(M3uaMessage.of(type, parameters), CONFIGURED);
    }

    private static Parameter about(long... pointCodes) {
        return Parameter.of(Tag.AFFECTED_POINT_CODE, pointCodes);
    }

    @Test
    void whatIsUnavailableIsNotReachedUntilItIsAvailable() throws M3uaException {
        receive(MessageType.DUNA, about(2));
        assertThat(destinations.reaches(2)).isFalse();
        assertThat(destinations.reaches(3)).isTrue();
        assertThat(destinations.troubled()).containsExactly(2);
        receive(MessageType.DAVA, about(2));
        assertThat(destinations.reaches(2)).isTrue();
        assertThat(destinations.troubled()).isEmpty();
        assertThat(changes).containsExactly("2 UNAVAILABLE0", "2 AVAILABLE0");
    }

    @Test
    void aMaskCoversARange() throws M3uaException {
        receive(MessageType.DUNA, about(0x0200_0000));
        assertThat(destinations.troubled()).containsExactly(2, 3);
        receive(MessageType.DUNA, about(0xff00_0000L));
        assertThat(destinations.troubled()).containsExactly(2, 3, 16);
    }

    @Test
    void pointCodesThatAreNotConfiguredAreNotRemembered() throws M3uaException {
        receive(MessageType.DUNA, about(5, 6, 7));
        assertThat(destinations.troubled()).isEmpty();
    }

    @Test
    void restrictedAndCongestedDestinationsAreReachedStill() throws M3uaException {
        receive(MessageType.DRST, about(2));
        receive(MessageType.SCON, about(3), Parameter.of(Tag.CONGESTION_INDICATIONS, 2));
        assertThat(destinations.of(2)).isEqualTo(Availability.RESTRICTED);
        assertThat(destinations.of(3)).isEqualTo(Availability.CONGESTED);
        assertThat(destinations.reaches(2)).isTrue();
        assertThat(destinations.reaches(3)).isTrue();
        receive(MessageType.SCON, about(3), Parameter.of(Tag.CONGESTION_INDICATIONS, 0));
        assertThat(destinations.of(3)).isEqualTo(Availability.AVAILABLE);
    }

    @Test
    void everyCongestionIsTold() throws M3uaException {
        receive(MessageType.SCON, about(2));
        receive(MessageType.SCON, about(2));
        assertThat(changes).containsExactly("2 CONGESTED1", "2 CONGESTED1");
    }

    @Test
    void aUserPartIsUnavailableForAWhile() throws M3uaException {
        receive(MessageType.DUPU, about(2), Parameter.of(Tag.USER_CAUSE, 0x0001_0005));
        assertThat(destinations.reaches(2)).isTrue();
        receive(MessageType.DUPU, about(2), Parameter.of(Tag.USER_CAUSE, 0x0001_0003));
        assertThat(destinations.reaches(2)).isFalse();
        timers.passSeconds(10);
        assertThat(destinations.reaches(2)).isTrue();
    }

    @Test
    void aLostGatewayIsForgotten() throws M3uaException {
        receive(MessageType.DUNA, about(2));
        destinations.forget();
        assertThat(destinations.reaches(2)).isTrue();
    }

    @Test
    void aMessageWithoutPointCodeIsRefused() {
        assertThatThrownBy(() -> receive(MessageType.DUNA))
                .isInstanceOfSatisfying(
                        M3uaException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MISSING_PARAMETER));
    }
}
