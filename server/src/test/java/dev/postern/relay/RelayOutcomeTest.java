package dev.postern.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.smtp.Reply;
import dev.postern.smtp.client.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of recipients after an attempt. */
class RelayOutcomeTest {
    private static final Instant SUBMITTED = Instant.parse("2026-11-23T00:00:00Z");
    private static final RelayTimes TIMES = new RelayTimes(Duration.ofSeconds(60), Duration.ofDays(2));

    private static RelayRow row(@Nullable Instant delayed, List<RelayRecipient> recipients) {
        return new RelayRow(
                new RelayKey(new MailboxId(new UUID(1, 1)), new UUID(2, 2), "fabrikam.example"),
                new UUID(3, 3),
                new TenantId(new UUID(4, 4)),
                false,
                "sender@contoso.example",
                SUBMITTED,
                SUBMITTED,
                SUBMITTED.plus(TIMES.expire()),
                3,
                delayed,
                null,
                null,
                recipients);
    }

    /** The state before, the code of the reply, the hours since it was submitted, the state after, whether its delay is told, the status. */
    @ParameterizedTest
    @CsvSource({
        "WAITING, 250 2.1.5 ok,    0, SENT,    false, 2.1.5",
        "WAITING, 250 ok,          0, SENT,    false, 2.0.0",
        "WAITING, 451 4.3.0 later, 0, WAITING, false, 4.3.0",
        "WAITING, 451 4.3.0 later, 4, WAITING, true,  4.3.0",
        "WAITING, 451 later,      47, WAITING, true,  4.0.0",
        "WAITING, 451 4.3.0 later,48, FAILED,  false, 4.3.0",
        "WAITING, 550 5.1.1 no,    0, FAILED,  false, 5.1.1",
        "WAITING, 550 no,          0, FAILED,  false, 5.0.0",
        "WAITING, 550 4.1.1 no,    0, FAILED,  false, 5.0.0",
        "WAITING, none,            0, WAITING, false, 4.4.2",
        "SENT,    550 5.1.1 no,    0, SENT,    false, 4.4.7",
        "FAILED,  250 2.1.5 ok,    0, FAILED,  false, 4.4.7"
    })
    void ofOneRecipient(String before, String reply, int hours, String after, boolean told, String status) {
        var recipient = new RelayRecipient("a@fabrikam.example", RelayRecipient.State.valueOf(before), null, null);
        String[] parts = reply.split(" ", 3);
        Map<String, Reply> replies = parts[0].equals("none")
                ? Map.of()
                : Map.of(
                        recipient.address(),
                        Reply.of(
                                Integer.parseInt(parts[0]),
                                parts.length == 3 ? parts[1] : null,
                                parts[parts.length - 1]));
        RelayOutcome outcome = RelayOutcome.of(
                row(null, List.of(recipient)),
                new SendResult("mx", replies),
                SUBMITTED.plus(Duration.ofHours(hours)),
                TIMES,
                new Random(1));
        assertEquals(after, outcome.recipients().getFirst().state().name());
        assertEquals(told, !outcome.late().isEmpty());
        assertEquals(4, outcome.attempts());
        assertEquals(!after.equals("WAITING"), outcome.isOver());
        assertEquals(before.equals("WAITING") ? 1 : 0, outcome.steps().size());
        assertEquals(status, RelayReports.status(outcome.recipients().getFirst()));
    }

    @Test
    void aDelayIsToldOnce() {
        RelayOutcome outcome = RelayOutcome.ofTime(
                row(SUBMITTED.plusSeconds(1), List.of(RelayRecipient.waiting("a@fabrikam.example"))),
                SUBMITTED.plus(Duration.ofHours(5)));
        assertEquals(List.of(), outcome.late());
        assertEquals(SUBMITTED.plus(TIMES.expire()), outcome.notice());
    }

    @Test
    void pausesDoubleUpToAnHour() {
        assertEquals(
                List.of(60L, 120L, 240L, 480L, 960L, 1920L, 3600L, 3600L),
                List.of(1, 2, 3, 4, 5, 6, 7, 40).stream()
                        .map(failures -> {
                            Duration pause = TIMES.pause(failures, new Random(3));
                            Duration least = TIMES.pause(failures, new java.util.random.RandomGenerator() {
                                @Override
                                public long nextLong() {
                                    return 0;
                                }

                                @Override
                                public long nextLong(long bound) {
                                    return 0;
                                }
                            });
                            assertEquals(
                                    true, pause.compareTo(least.multipliedBy(9).dividedBy(8)) <= 0);
                            return least.toSeconds();
                        })
                        .collect(Collectors.toList()));
    }
}
