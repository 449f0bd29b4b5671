// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One round of one phase.
 *
 * @param failed messages that were not sent, not answered, or refused
 * @param figures those that this phase has
 */
public record Measurement(long failed, Map<Figure, Double> figures) {

    public Measurement {
        figures = Collections.unmodifiableMap(figures.isEmpty() ? new EnumMap<>(Figure.class) : new EnumMap<>(figures));
    }

    public OptionalDouble figure(Figure figure) {
        Double value = figures.get(figure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
