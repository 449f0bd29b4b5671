// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The routes to all configured point codes at one moment. Immutable; a lookup makes no objects. */
final class Routes {

    static final Routes NONE = new Routes(Map.of());

    private final int[] pointCodes;
    private final Route[] routes;

    Routes(Map<Integer, Route> byPointCode) {
        Map<Integer, Route> sorted = new TreeMap<>(byPointCode);
        pointCodes = sorted.keySet().stream().mapToInt(Integer::intValue).toArray();
        routes = sorted.values().toArray(Route[]::new);
    }

    /** @return null when the point code is not configured */
    Route to(int pointCode) {
        int index = Arrays.binarySearch(pointCodes, pointCode);
        return index < 0 ? null : routes[index];
    }
}
