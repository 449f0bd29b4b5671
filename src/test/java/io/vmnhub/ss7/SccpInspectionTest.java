// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.Target;
import io.vmnhub.ss7.api.Ss7Settings.TranslationRule;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SccpInspectionTest {

    private static final String MSC = "0b12080012044477000000" + "10";
    private static final int SLS = 9;

    private final List<String> sent = new ArrayList<>();
    private final RecordedEvents events = new RecordedEvents();
    private final SccpTranslation translation = new SccpTranslation(
            TestSettings.hub(Ss7Settings.Protocol.TCP, Ss7Settings.Side.SERVER, Ss7Settings.Role.SGP, 2905, 0),
            new GlobalTitleTranslation(List.of(new TranslationRule(
                    "447700000001",
                    OptionalInt.empty(),
                    OptionalInt.of(1),
                    OptionalInt.of(4),
                    Set.of(8),
                    new Target.Local()))),
            Set.of(2, 3),
            events);
    private final SccpInspection inspection = new SccpInspection(
            translation,
            events,
            (sccp, pointCode, sls) -> sent.add(HexFormat.of().formatHex(sccp, 0, 2) + " to " + pointCode));

    private byte[] inspect(String hex, int pointCode) {
        return inspection.inspect(HexFormat.of().parseHex(hex), pointCode, SLS);
    }

    private static String udt(boolean returnOption, String called, String calling) {
        int second = 3 + called.length() / 2 - 1;
        return String.format(
                "09%02x03%02x%02x%s%s02aabb",
                returnOption ? 0x80 : 0, second, second + calling.length() / 2 - 1, called, calling);
    }

    @Test
    void whatIsForTheHubGoesOnAsItIs() {
        String message = udt(true, MSC, MSC);
        assertThat(inspect(message, 2)).isEqualTo(HexFormat.of().parseHex(message));
        assertThat(sent).isEmpty();
        assertThat(events.lines()).isEmpty();
    }

    /**
     * The called party, then how it comes back. No rule leads to the calling title: the way back is where the message
     * came from.
     */
    @ParameterizedTest
    @CsvSource({
        "0b1208001204337700000010, 0a01",
        "0b1208001206447700000010, 0a00",
        "0b1208001203447700000010, 0a00",
        "0b1207001204447700000010, 0a04",
        "0b1206001204447700000010, 0a01",
        "0b1201001204447700000010, 0a04",
        "020208, 0a00",
        "024207, 0a04",
        "024200, 0a04",
        "0142, 0a04"
    })
    void whatIsNotForTheHubGoesBackWhereItCameFrom(String called, String expected) {
        assertThat(inspect(udt(true, called, MSC), 3)).isEmpty();
        assertThat(sent).containsExactly(expected + " to 3");
        assertThat(events.lines()).hasSize(1);
        assertThat(inspect(udt(false, called, MSC), 3)).isEmpty();
        assertThat(sent).hasSize(1);
        assertThat(events.lines()).hasSize(2);
    }

    @Test
    void aCallingPartyWithAPointCodeGetsItThere() {
        inspect(udt(true, "024207", "0443030008"), 2);
        assertThat(sent).containsExactly("0a04 to 3");
    }

    /** Nothing leads to point code 9, so nothing can be sent; both the message and its return are counted. */
    @Test
    void whatCannotBeReturnedIsCounted() {
        inspect(udt(true, "024207", MSC), 9);
        assertThat(sent).isEmpty();
        assertThat(events.lines()).hasSize(2);
    }

    /** CREF to who asks for a connection; whatever belongs to one is only counted. */
    @ParameterizedTest
    @CsvSource({
        "0107000203000243080000, 2, 0307 to 2",
        "0107000203000243080000, 9, ''",
        "010700, 2, ''",
        "04070002000000070300, 2, ''",
        "1107, 2, ''",
        "7e, 2, ''",
        "'', 2, ''"
    })
    void connectionsAreRefused(String hex, int pointCode, String answer) {
        assertThat(inspect(hex, pointCode)).isEmpty();
        assertThat(String.join("", sent)).isEqualTo(answer);
        assertThat(events.lines()).hasSize(1);
    }

    /** A returned message never comes back itself (Q.714 clause 4.2). */
    @Test
    void aReturnedMessageThatIsNotForTheHubIsOnlyCounted() {
        assertThat(inspect("0a" + udt(true, "024207", MSC).substring(2), 2)).isEmpty();
        assertThat(sent).isEmpty();
        assertThat(events.lines()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"09", "098003", "0980ffffff", "09800300" + "00024208"})
    void whatBreaksOffIsCounted(String hex) {
        assertThat(inspect(hex, 2)).isEmpty();
        assertThat(events.lines()).hasSize(1);
        assertThat(sent).isEmpty();
    }
}
