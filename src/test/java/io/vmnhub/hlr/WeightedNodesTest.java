// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vmnhub.numbering.NetworkNode;
import io.vmnhub.numbering.NumberSettings;
import io.vmnhub.numbering.Vmn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class WeightedNodesTest {

    private static final int NUMBERS = 20_000;

    private final Set<String> draining = ConcurrentHashMap.newKeySet();
    private final WeightedNodes nodes = new WeightedNodes("447700000001", title -> !draining.contains(title));
    private final NumberSettings shared = NumberSettings.of("acme")
            .withTitles(
                    List.of(
                            new NetworkNode("447700000011", 3),
                            new NetworkNode("447700000012", 1),
                            new NetworkNode("447700000013", 0)),
                    Optional.empty());

    private Map<String, String> all() {
        Map<String, String> titles = new HashMap<>();
        for (int i = 0; i < NUMBERS; i++) {
            String msisdn = String.valueOf(447_700_900_000L + i);
            titles.put(msisdn, nodes.titleFor(new Vmn(msisdn, "234150000000000", shared)));
        }
        return titles;
    }

    private static double share(Map<String, String> titles, String title) {
        return titles.values().stream().filter(title::equals).count() / (double) NUMBERS;
    }

    @Test
    void numbersAreSharedOutByWeightAndAlwaysTheSame() {
        Map<String, String> titles = all();
        assertThat(share(titles, "447700000011")).isCloseTo(0.75, within(0.02));
        assertThat(share(titles, "447700000012")).isCloseTo(0.25, within(0.02));
        assertThat(all()).isEqualTo(titles);
    }

    @Test
    void aNodeThatDrainsGivesItsNumbersToTheOthersAndNoneElseMove() {
        Map<String, String> before = all();
        draining.add("447700000011");
        Map<String, String> after = all();
        assertThat(after.values()).containsOnly("447700000012");
        draining.clear();
        draining.add("447700000012");
        all().forEach((msisdn, title) -> assertThat(title).isEqualTo("447700000011"));
        draining.clear();
        assertThat(all()).isEqualTo(before);
    }

    @Test
    void whenNoneIsReadyMessagesStillHaveSomewhereToGo() {
        Map<String, String> before = all();
        draining.addAll(List.of("447700000011", "447700000012"));
        assertThat(all()).isEqualTo(before);
    }

    @Test
    void numbersWithoutTitlesAreTheHubs() {
        assertThat(nodes.titleFor(new Vmn("447700900001", "234150000000001", "acme")))
                .isEqualTo("447700000001");
    }
}
