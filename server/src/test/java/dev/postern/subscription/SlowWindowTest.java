package dev.postern.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.subscription.NotificationSender.Reaction;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The rules for slow and broken endpoints. */
class SlowWindowTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    @Test
    void tenPercentDelayAndFifteenPercentDrop() {
        SlowWindow window = new SlowWindow();
        window.add(NOW, 9, true);
        window.add(NOW, 90, false);
        assertEquals(SlowWindow.State.FAST, window.state(NOW), "fewer than 100");
        window.add(NOW, 1, false);
        assertEquals(SlowWindow.State.FAST, window.state(NOW), "9 percent");
        window.add(NOW, 2, true);
        assertEquals(SlowWindow.State.SLOW, window.state(NOW));
        window.add(NOW, 8, true);
        assertEquals(SlowWindow.State.DROPPING, window.state(NOW));
    }

    @Test
    void theWindowIsTenMinutesLong() {
        SlowWindow window = new SlowWindow();
        window.add(NOW, 100, true);
        assertEquals(SlowWindow.State.DROPPING, window.state(NOW.plus(Duration.ofMinutes(9))));
        assertEquals(SlowWindow.State.FAST, window.state(NOW.plus(Duration.ofMinutes(10))));
        assertTrue(window.isIdle(NOW.plus(Duration.ofMinutes(11))));
    }

    @Test
    void newNotificationsOfASlowEndpointWaitOrAreDropped() {
        EndpointLane lane = new EndpointLane();
        assertInstanceOf(ChangeComparison.Admission.Now.class, lane.admission(NOW));
        lane.reacted(NOW, 88, Reaction.ACCEPTED, false);
        lane.reacted(NOW, 12, Reaction.ACCEPTED, true);
        assertEquals(new ChangeComparison.Admission.Later(NOW.plus(Duration.ofMinutes(10))), lane.admission(NOW));
        lane.reacted(NOW, 12, Reaction.ACCEPTED, true);
        assertInstanceOf(ChangeComparison.Admission.Dropped.class, lane.admission(NOW));
        assertInstanceOf(ChangeComparison.Admission.Now.class, lane.admission(NOW.plus(Duration.ofMinutes(11))));
    }

    @Test
    void anEndpointThatDoesNotRespondIsCalledLessOften() {
        EndpointLane lane = new EndpointLane();
        lane.reacted(NOW, 1, Reaction.NO_RESPONSE, false);
        assertEquals(0, lane.room(NOW));
        assertTrue(lane.room(NOW.plusSeconds(5)) > 0);
        lane.reacted(NOW, 1, Reaction.NO_RESPONSE, false);
        assertEquals(0, lane.room(NOW.plusSeconds(9)));
        lane.reacted(NOW, 1, Reaction.REFUSED, false);
        assertTrue(lane.room(NOW) > 0, "it responds");
    }

    @Test
    void theFirstRetryIsWithinAMinuteAndTheLastWithinFourHours() {
        Instant first = RetrySchedule.next(NOW, 1, NOW);
        assertNotNull(first);
        assertTrue(first.isBefore(NOW.plusSeconds(60)));
        Instant at = NOW;
        int attempts = 1;
        for (Instant next = first; next != null; next = RetrySchedule.next(NOW, attempts, at)) {
            at = next;
            attempts++;
        }
        assertTrue(at.isAfter(NOW.plus(Duration.ofMinutes(200))), at.toString());
        assertNull(RetrySchedule.next(NOW, attempts, NOW.plus(Duration.ofHours(4))));
        assertTrue(attempts < 25, "attempts: " + attempts);
    }
}
