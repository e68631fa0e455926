package dev.postern.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FoldingTest {
    @Test
    void textsThatDifferOnlyInCaseFoldToTheSame() {
        assertEquals(Folding.fold("ÄRGER"), Folding.fold("ärger"));
        assertEquals(Folding.fold("ΣΑΣ"), Folding.fold("σας"));
        assertEquals(Folding.fold("𐐀"), Folding.fold("𐐨"));
        assertEquals("i", Folding.fold("ı"));
        assertEquals("strasse", Folding.fold("STRASSE"));
        assertEquals("straße", Folding.fold("Straße"));
    }

    @Test
    void lowerCaseAsciiIsReturnedAsItIs() {
        String text = "already folded 42";
        assertSame(text, Folding.fold(text));
    }

    @Test
    void charactersThatADatabaseCannotStoreAreReplaced() {
        assertEquals("ab\uFFFD", Folding.fold("A\0b\uD800"));
    }

    @Test
    void foldingTwiceChangesNothingAndAPrefixStaysAPrefix() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String once = Folding.fold(Character.toString(c));
            assertEquals(once, Folding.fold(once), () -> "folding is not stable");
            assertTrue(Folding.fold(Character.toString(c) + "X").startsWith(once));
        }
    }

    @Test
    void comparingWithoutFoldingIsTheSameAsFolding() {
        Random random = new Random(11);
        int[] characters = "aAbB Z\0ä\u00c4\u0130ß𐐀\uD800".codePoints().toArray();
        int equal = 0;
        int begins = 0;
        for (int i = 0; i < 50_000; i++) {
            String text = text(random, characters);
            String folded = Folding.fold(random.nextInt(3) == 0 ? text : text(random, characters));
            assertEquals(Folding.fold(text).equals(folded), Folding.foldsTo(text, folded), text + "|" + folded);
            assertEquals(
                    Folding.fold(text).startsWith(folded), Folding.foldsToStart(text, folded), text + "|" + folded);
            equal += Folding.foldsTo(text, folded) ? 1 : 0;
            begins += Folding.foldsToStart(text, folded) ? 1 : 0;
        }
        assertTrue(equal > 10_000 && equal < begins && begins < 40_000, equal + " " + begins);
    }

    @Test
    void theOrderIsThatOfUtf8Bytes() {
        Random random = new Random(7);
        String alphabet = "aZ\u00e4\u6536\uFFFD\uFB01𐐨\uD83D\uDE00";
        int[] characters = alphabet.codePoints().toArray();
        for (int i = 0; i < 2000; i++) {
            String a = text(random, characters);
            String b = text(random, characters);
            int bytes = Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
            assertEquals(Integer.signum(bytes), Integer.signum(Folding.compareCodePoints(a, b)), a + " " + b);
        }
    }

    private static String text(Random random, int[] characters) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    @Test
    void lowerCaseOfLongCraftedTextTakesLinearTime() {
        assertEquals("abc\u00e9\u03c3", Folding.lower("ABC\u00c9\u03a3"));
        String hostile = "\u0130".repeat(2_000_000);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertEquals(hostile, Folding.lower(hostile)));
    }
}
