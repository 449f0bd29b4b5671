// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import java.util.Arrays;
import java.util.Collection;

/**
 * Which originating point codes can be behind an association. Behind an application server or an equal there are its
 * own point codes; through a gateway any signalling point of the network may write, except the hub itself and those
 * that the configuration has behind other associations only. Immutable.
 */
final class OriginScreen {

    private final boolean any;
    private final int own;
    private final int[] listed;

    private OriginScreen(boolean any, int own, Collection<Integer> listed) {
        this.any = any;
        this.own = own;
        this.listed = listed.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /** @param pointCodes those behind the association */
    static OriginScreen only(int own, Collection<Integer> pointCodes) {
        return new OriginScreen(false, own, pointCodes);
    }

    /** @param elsewhere point codes behind other associations only */
    static OriginScreen anyBut(int own, Collection<Integer> elsewhere) {
        return new OriginScreen(true, own, elsewhere);
    }

    boolean takes(int originatingPointCode) {
        return originatingPointCode != own && Arrays.binarySearch(listed, originatingPointCode) >= 0 != any;
    }
}
