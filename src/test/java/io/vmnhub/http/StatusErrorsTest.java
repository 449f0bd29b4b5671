package io.vmnhub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusErrorsTest {

    @Test
    void aStatusThatIsNamedHasItsError() {
        StatusErrors errors = new StatusErrors(" 404=unknownSubscriber  413=sm-DeliveryFailure/memoryCapacityExceeded");
        assertThat(errors.of(404, "why")).hasValueSatisfying(error -> {
            assertThat(error.mapError()).isEqualTo("unknownSubscriber");
            assertThat(error.mapErrorCause()).isEmpty();
            assertThat(error).hasMessage("why");
        });
        assertThat(errors.of(413, "why").orElseThrow().mapErrorCause()).isEqualTo("memoryCapacityExceeded");
        assertThat(errors.of(500, "why")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"404", "404=", "404=noSuchError", "200=unknownSubscriber", "404=unknownSubscriber/memoryCapacityExceeded",
        "413=sm-DeliveryFailure/full"})
    void whatIsNoEntryIsRefused(String text) {
        assertThatThrownBy(() -> new StatusErrors(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(text);
    }
}
