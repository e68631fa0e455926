package dev.postern.console.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times and parameters in what the server says, as pages write them. */
class TextsInSentencesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "valid until 2036-11-28T01:25:08.608932794Z. Give | valid until 2036-11-28 01:25:08 UTC. Give",
                "from 2026-01-01T00:00:00Z to 2026-01-02T03:04:05Z | from 2026-01-01 00:00:00 UTC to 2026-01-02"
                        + " 03:04:05 UTC",
                "on 2026-01-01, at 2026-01-01T00:00Z | on 2026-01-01, at 2026-01-01T00:00Z",
            })
    void timesAreInUtcWithoutFractions(String said, String shown) {
        assertEquals(shown, ShownTexts.timesIn(said));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The value of 'since' must be a time. | The field \"Since\" must be a time.",
                "The value of '$skiptoken' is not valid. | The link to this page is not valid any more. Begin with the"
                        + " first page.",
                "The value of 'denied' must be true. | The value of 'denied' must be true.",
            })
    void parametersHaveTheLabelsOfTheirFields(String said, String shown) {
        assertEquals(shown, ParameterNames.inWords(said, Map.of("since", "Since")));
    }
}
