package dev.postern.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvailabilityViewTest {
    @ParameterizedTest(name = "{0} to {1} by {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
        # from | to    | minutes | times                                                                   | view
        09:00  | 18:00 | 60      | busy 08:30-09:30, busy 12:00-14:00, tentative 12:30-13:00, tentative 16:00-17:00 | 200220010
        09:00  | 12:00 | 30      |                                                                         | 000000
        09:00  | 10:10 | 30      |                                                                         | 000
        09:00  | 09:05 | 5       | oof 00:00-23:00                                                         | 3
        09:00  | 12:00 | 60      | busy 10:00-11:00                                                        | 020
        09:00  | 12:00 | 60      | busy 09:59-10:01                                                        | 220
        09:00  | 12:00 | 60      | busy 08:00-09:00, busy 12:00-13:00                                      | 000
        09:00  | 12:00 | 60      | free 09:00-12:00, workingElsewhere 09:00-12:00, unknown 09:00-12:00     | 000
        09:00  | 12:00 | 60      | tentative 09:00-12:00, busy 10:00-10:10, oof 10:10-10:20                | 131
        09:00  | 12:00 | 60      | oof 09:00-10:00, busy 09:00-12:00, free 10:00-11:00                     | 322
        09:00  | 12:00 | 60      | busy 10:00-10:00                                                        | 020
        09:00  | 12:00 | 60      | busy 09:00-09:00                                                        | 200
        09:00  | 12:00 | 60      | busy 12:00-12:00                                                        | 000
        09:00  | 10:10 | 30      | busy 10:05-11:00                                                        | 002
        09:00  | 10:10 | 30      | busy 10:15-11:00                                                        | 000
        """)
    void aWindow(LocalTime from, LocalTime to, long minutes, String times, String view) {
        var read = times == null
                ? List.<BusyTime>of()
                : Stream.of(times.split(", ")).map(AvailabilityViewTest::time).toList();

        assertEquals(view, new AvailabilityView(at(from), at(to), Duration.ofMinutes(minutes)).of(read));
    }

    @Test
    void randomTimesGiveWhatAComparisonOfEachIntervalWithEachTimeGives() {
        var random = new Random(7);
        List<BusyStatus> statuses = List.of(BusyStatus.values());
        for (int round = 0; round < 2_000; round++) {
            Instant from = at(LocalTime.of(9, 0));
            Instant to = from.plus(Duration.ofMinutes(1 + random.nextInt(600)));
            Duration interval = Duration.ofMinutes(5 + random.nextInt(90));
            var times = new ArrayList<BusyTime>();
            for (int i = random.nextInt(20); i > 0; i--) {
                Instant start = from.plus(Duration.ofMinutes(random.nextInt(800) - 100));
                times.add(new BusyTime(
                        start,
                        start.plus(Duration.ofMinutes((long) random.nextInt(4) * random.nextInt(60))),
                        statuses.get(random.nextInt(statuses.size()))));
            }
            assertEquals(naive(from, to, interval, times), new AvailabilityView(from, to, interval).of(times));
        }
    }

    private static String naive(Instant from, Instant to, Duration interval, List<BusyTime> times) {
        var view = new StringBuilder();
        for (Instant at = from; at.isBefore(to); at = at.plus(interval)) {
            Instant start = at;
            Instant end = at.plus(interval).isBefore(to) ? at.plus(interval) : to;
            view.append((char) times.stream()
                    .filter(time -> time.start().isBefore(end)
                            && (time.end().isAfter(start)
                                    || (time.start().equals(time.end())
                                            && time.start().equals(start))))
                    .mapToInt(time -> time.status().digit())
                    .max()
                    .orElse('0'));
        }
        return view.toString();
    }

    @Test
    void aLongWindowWithManyLongTimesIsCheap() {
        Instant from = at(LocalTime.MIDNIGHT);
        Instant to = from.plus(Duration.ofDays(62));
        BusyTime[] times = new BusyTime[1_000];
        Arrays.fill(times, new BusyTime(from, to, BusyStatus.BUSY));

        String view = new AvailabilityView(from, to, Duration.ofMinutes(5)).of(List.of(times));

        assertEquals("2".repeat(62 * 24 * 12), view);
    }

    private static BusyTime time(String text) {
        String[] parts = text.split("[ -]");
        return new BusyTime(
                at(LocalTime.parse(parts[1])),
                at(LocalTime.parse(parts[2])),
                BusyStatus.named(parts[0]).orElseThrow());
    }

    private static Instant at(LocalTime time) {
        return Instant.parse("2026-03-02T00:00:00Z")
                .atOffset(ZoneOffset.UTC)
                .with(time)
                .toInstant();
    }
}
