package dev.postern.workflow.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cache of tokens of applications. */
class CachedTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final CachedTokens tokens = new CachedTokens();

    private static CachedTokens.Key key(String... values) {
        return CachedTokens.Key.of(List.of(values).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "3600, 0, true",
        "3600, 3479, true",
        "3600, 3480, false",
        "3600, 4000, false",
        "120, 0, false",
        "0, 0, false"
    })
    void aTokenIsUsedUntilShortlyBeforeItExpires(int life, int later, boolean found) {
        tokens.put(key("a"), "t", NOW.plusSeconds(life), NOW);
        assertEquals(found ? "t" : null, tokens.find(key("a"), NOW.plusSeconds(later)));
    }

    @Test
    void keysDifferWhereverTheirValuesDiffer() {
        assertNotEquals(key("ab", "c"), key("a", "bc"));
        assertNotEquals(key("a"), key("a", ""));
        assertEquals(key("a", "b"), key("a", "b"));
        assertFalse(key("hidden").toString().contains("hidden"));
    }

    @Test
    void thoseThatAreNotUsedAreForgottenFirst() {
        Instant end = NOW.plus(Duration.ofHours(1));
        for (int i = 0; i < CachedTokens.MAX; i++) {
            tokens.put(key("k" + i), "t" + i, end, NOW);
        }
        assertEquals("t0", tokens.find(key("k0"), NOW));
        tokens.put(key("more"), "t", end, NOW);
        assertEquals(CachedTokens.MAX, tokens.size());
        assertEquals("t0", tokens.find(key("k0"), NOW));
        assertNull(tokens.find(key("k1"), NOW));
        tokens.forget(key("k0"));
        assertNull(tokens.find(key("k0"), NOW));
    }
}
