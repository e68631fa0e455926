package dev.postern.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.MailboxId;
import dev.postern.delivery.SendingLimits.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much a mailbox and an application may send in an hour. */
class SendingLimitsTest {
    private static final Instant HOUR = Instant.parse("2026-11-27T10:00:00Z");
    private static final MailboxId ANNA = new MailboxId(new UUID(1, 1));
    private static final MailboxId BERT = new MailboxId(new UUID(1, 2));
    private static final UUID APP = new UUID(2, 1);
    private static final UUID OTHER = new UUID(2, 2);

    private Instant now = HOUR;

    @ParameterizedTest
    @CsvSource({
        // limit, sent at 10:00, minutes until the next, its amount, minutes until it fits
        "0, 1000000, 0, 1000000, 0",
        "100, 60, 0, 40, 0",
        "100, 60, 0, 41, 61",
        "100, 100, 59, 1, 2",
        "100, 100, 60, 0, 0",
        "100, 100, 60, 50, 30",
        "100, 100, 90, 50, 0",
        "100, 100, 119, 100, 1",
        "100, 100, 120, 100, 0",
        "100, 100, 600, 100, 0",
        "100, 0, 0, 500, 0",
        "100, 1, 0, 500, 120",
    })
    void whatFitsInAnHour(long limit, long sent, long minutes, long amount, long wait) {
        var count = new HourCount();
        count.add(sent, HOUR);
        Instant then = HOUR.plus(Duration.ofMinutes(minutes));
        Duration until = count.untilFits(amount, limit, then);
        assertEquals(wait, until.plusSeconds(59).toMinutes(), until.toString());
        assertEquals(Duration.ZERO, count.untilFits(amount, limit, then.plus(until)));
    }

    @Test
    void mailboxAndApplicationAreCounted() {
        var limits = new SendingLimits(new Limit(2, 0), new Limit(3, 0), () -> now);
        limits.count(ANNA, APP, 1);
        limits.count(ANNA, APP, 1);
        var refused = assertThrows(DeliveryFailure.TooManyMessages.class, () -> limits.count(ANNA, OTHER, 1));
        assertFalse(refused.isOfApplication());
        limits.count(BERT, APP, 1);
        assertTrue(assertThrows(DeliveryFailure.TooManyMessages.class, () -> limits.count(BERT, APP, 1))
                .isOfApplication());
        limits.count(BERT, OTHER, 1);
        now = now.plus(Duration.ofHours(2));
        limits.count(ANNA, APP, 1);
    }

    @Test
    void recipientsAreCounted() {
        var limits = new SendingLimits(new Limit(0, 10), new Limit(0, 15), () -> now);
        limits.count(ANNA, APP, 10);
        assertThrows(DeliveryFailure.TooManyMessages.class, () -> limits.count(ANNA, OTHER, 1));
        assertThrows(DeliveryFailure.TooManyMessages.class, () -> limits.count(BERT, APP, 6));
        limits.count(BERT, APP, 5);
    }

    @Test
    void whatAMailboxSendsByItselfCountsForIt() {
        var limits = new SendingLimits(new Limit(2, 0), Limit.NONE, () -> now);
        assertTrue(limits.allow(ANNA, 1));
        assertTrue(limits.allow(ANNA, 1));
        assertFalse(limits.allow(ANNA, 1));
        assertThrows(DeliveryFailure.TooManyMessages.class, () -> limits.count(ANNA, APP, 1));
        assertTrue(limits.allow(BERT, 1));
    }

    @Test
    void aRefusedMessageIsNotCounted() {
        var limits = new SendingLimits(new Limit(0, 10), new Limit(0, 3), () -> now);
        assertThrows(DeliveryFailure.TooManyMessages.class, () -> {
            limits.count(ANNA, APP, 3);
            limits.count(ANNA, APP, 7);
        });
        limits.count(ANNA, OTHER, 3);
    }

    @Test
    void manySendersShareTheMemory() {
        var limits = new SendingLimits(new Limit(1, 0), Limit.NONE, () -> now);
        limits.count(ANNA, null, 1);
        for (int i = 0; i < SendingLimits.MAX_KEYS; i++) {
            limits.count(new MailboxId(new UUID(7, i)), null, 1);
        }
        assertTrue(limits.allow(ANNA, 1), "forgotten");
        assertFalse(limits.allow(ANNA, 1));
    }
}
