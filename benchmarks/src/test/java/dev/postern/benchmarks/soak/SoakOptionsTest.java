package dev.postern.benchmarks.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SoakOptionsTest {
    @Test
    void valuesAreRead() {
        SoakOptions options = SoakOptions.read(List.of("--minutes", "0.5", "--only", "html, batch"));
        assertEquals(30, options.length().toSeconds());
        assertTrue(options.wants("html"));
        assertFalse(options.wants("guess"));
        assertTrue(SoakOptions.read(List.of()).wants("guess"));
    }

    @Test
    void invalidOptionsAreRefused() {
        for (List<String> wrong : List.of(List.of("--minutes"), List.of("--minutes", "x"), List.of("--days", "1"))) {
            assertThrows(IllegalArgumentException.class, () -> SoakOptions.read(wrong), wrong::toString);
        }
    }

    @Test
    void growthInTheLastThirdIsAFault() {
        var flat = new MemoryTrend();
        var growing = new MemoryTrend();
        for (int i = 0; i < 12; i++) {
            flat.add(300 + i % 2);
            growing.add(300 + 20L * i);
        }
        assertTrue(flat.faults().isEmpty());
        assertEquals(1, growing.faults().size());
    }
}
