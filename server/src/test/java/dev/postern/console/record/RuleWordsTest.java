package dev.postern.console.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.postern.access.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a decision says every rule in words. */
class RuleWordsTest {
    @ParameterizedTest
    @EnumSource(Rule.class)
    void everyRuleOfAccessHasASentence(Rule rule) {
        assertFalse(RuleWords.of(rule.name()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PERMISSION_HELD", "PERMISSION_MISSING", "READ_ONLY_SESSION"})
    void everyRuleOfTheGateHasASentence(String rule) {
        assertFalse(RuleWords.of(rule).isEmpty());
    }

    @Test
    void otherTextsHaveNone() {
        assertEquals("", RuleWords.of("NOT_A_RULE"));
    }
}
