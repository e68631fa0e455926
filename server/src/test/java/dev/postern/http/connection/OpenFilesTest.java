package dev.postern.http.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
    private static final long LARGE_HEAP = 64L << 30;

    @Test
    void connectionsGetTheDescriptorsThatRemain() {
        for (int files : new int[] {512, 1_024, 20_000, 1_048_576}) {
            int max = OpenFiles.connections(OptionalInt.empty(), files, 150, LARGE_HEAP);
            assertTrue(max >= 150, files + ": " + max);
            int reserve = files - 150 - max - Connections.slack(max);
            assertTrue(reserve >= 95, files + ": " + reserve);
        }
    }

    @Test
    void aSmallHeapAllowsFewer() {
        assertEquals(2_730, OpenFiles.connections(OptionalInt.empty(), 1_048_576, 150, 256L << 20));
    }

    @Test
    void thereIsAlwaysAMinimum() {
        assertEquals(16, OpenFiles.connections(OptionalInt.empty(), 64, 60, LARGE_HEAP));
    }

    @Test
    void aConfiguredNumberIsUsedOrRefused() {
        assertEquals(200, OpenFiles.connections(OptionalInt.of(200), 1_024, 150, LARGE_HEAP));
        var refused = assertThrows(
                IllegalStateException.class,
                () -> OpenFiles.connections(OptionalInt.of(1_000), 1_024, 150, LARGE_HEAP));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("limits.connections is 1000, but of the 1024 files"));
    }
}
