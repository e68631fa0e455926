package dev.postern.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void sessionsThatFailAtTheSameTimeAreOneFailure() {
        Lane lane = new Lane("fabrikam.example");
        for (int session = 0; session < 4; session++) {
            lane.pause(NOW, NOW.plusSeconds(60L << session), "451 4.4.1 " + session);
        }
        assertEquals(1, lane.failures());
        assertEquals(NOW.plusSeconds(60), lane.pausedUntil(NOW));
        assertEquals("451 4.4.1 0", lane.reason());
    }

    @Test
    void aFailureAfterThePauseIsAnother() {
        Lane lane = new Lane("fabrikam.example");
        lane.pause(NOW, NOW.plusSeconds(60), "451 4.4.1 first");
        Instant later = NOW.plusSeconds(60);
        assertNull(lane.pausedUntil(later));
        lane.pause(later, later.plusSeconds(120), "451 4.4.1 second");
        assertEquals(2, lane.failures());
        assertEquals(later.plusSeconds(120), lane.pausedUntil(later));
        lane.reached();
        assertEquals(0, lane.failures());
        assertNull(lane.pausedUntil(later));
    }
}
