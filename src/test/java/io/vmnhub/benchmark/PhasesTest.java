// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.benchmark.Settings.Form;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhasesTest {

    private static Settings settings(Form form, String... names) {
        return new Settings(form, 100, 1_000, 1, 1, 1, Settings.HEAP, "", List.of(names));
    }

    private static List<String> ids(Form form, String... names) {
        return Phases.of(settings(form, names)).stream().map(Phase::id).toList();
    }

    @Test
    void theShortFormHasEveryWayOut() {
        assertThat(ids(Form.SHORT))
                .contains(
                        "fsm closed 100 hub",
                        "fsm rate 1000 hub",
                        "fsm rate 10000 hub",
                        "rules closed 100 rules",
                        "store closed 1 hub",
                        "store closed 1000 hub",
                        "sql closed 1000 hub",
                        "jms closed 1000 hub",
                        "smpp closed 100 hub",
                        "webhook closed 100 hub",
                        "soap closed 100 hub",
                        "rest closed 100 hub",
                        "consoles rate 1000 hub")
                .doesNotContain("sri+fsm closed 100 hub");
    }

    @Test
    void theFullFormHasAllOfTheShortOne() {
        assertThat(ids(Form.FULL)).containsAll(ids(Form.SHORT)).contains("sri+fsm-correlated closed 100 hub");
    }

    @Test
    void aChosenPhaseComesAfterTheSameLoadOnTheBareResponder() {
        assertThat(ids(Form.SHORT, "sri+fsm-correlated"))
                .containsExactly("sri+fsm closed 100 bare", "sri+fsm-correlated closed 100 hub");
        assertThat(ids(Form.SHORT, "backlog")).containsExactly("fsm closed 1000 bare", "backlog closed 1000 hub");
    }

    @Test
    void oneBarePhaseServesAllOfTheSameLoad() {
        assertThat(ids(Form.FULL)).doesNotHaveDuplicates();
    }

    @Test
    void anUnknownPhaseIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> ids(Form.FULL, "smtp"))
                .hasMessageContaining("'smtp'")
                .hasMessageContaining("store");
    }

    @Test
    void growthIsChosenAsAWholeOrByWhatGrows() {
        assertThat(ids(Form.SHORT, "growth", "growth-numbers")).isEmpty();
        assertThat(Growth.dimensions(settings(Form.SHORT))).isEmpty();
        assertThat(Growth.dimensions(settings(Form.FULL))).containsExactly(Dimension.values());
        assertThat(Growth.dimensions(settings(Form.SHORT, "growth"))).containsExactly(Dimension.values());
        assertThat(Growth.dimensions(settings(Form.FULL, "fsm", "growth-smpp-sessions")))
                .containsExactly(Dimension.SMPP_SESSIONS);
    }
}
