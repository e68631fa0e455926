package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.TestFolders;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A year of a small company, with the official SDKs for Java and JavaScript: people plan, change, answer and cancel meetings with each other and
 * with rooms, while the server is killed three times. Then every copy of every meeting must be what a model says. The profile {@code company}
 * runs it with 50 people, 5 rooms and 2,000 meetings.
 */
class CompanyYearTest {
    private static final int PEOPLE = Integer.getInteger("company.people", 12);
    private static final int ROOMS = Integer.getInteger("company.rooms", 2);
    private static final int MEETINGS = Integer.getInteger("company.meetings", 24);
    private static final long SEED = Long.getLong("company.seed", 20260302);
    /** Of each meeting after it was created, in each of two halves of the work. */
    private static final int STEPS = 3;

    private static final int CALLERS = 6;
    private static final int KILLS = 3;
    private static final List<String> MACHINE = MEETINGS > 200 ? List.of() : ServerProcess.QUICK;

    private static final Duration MAX_WAIT = Duration.ofSeconds(60);
    private static final int ENOUGH_FAILURES = 3;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyCopyOfEveryMeetingIsWhatTheModelSays(Engine engine) throws Exception {
        JavaScript javaScript = JavaScript.installed();
        List<String> options = engine == Engine.POSTGRES ? List.of("--database", Databases.postgresUrl()) : List.of();
        List<String> people =
                IntStream.range(0, PEOPLE).mapToObj(i -> "person" + i).toList();
        List<CompanyRoom> rooms = IntStream.range(0, ROOMS)
                .mapToObj(i -> new CompanyRoom("room" + i))
                .toList();
        long start = System.nanoTime();
        try (var server = new CompanyServer(
                TestFolders.folder("postern-company"),
                MACHINE,
                options,
                javaScript,
                name -> people.indexOf(name) % 3 == 2)) {
            people.forEach(server.admin()::sharedMailbox);
            rooms.forEach(room -> room(server.admin(), room.name()));
            var year = new Year(server, people, rooms);
            year.run();
            String name = engine + ", seed " + SEED + ", from " + year.first;
            assertEquals("", year.failures(), () -> name + "\n" + server.kills());
            System.out.println("CompanyYearTest: " + name + ": " + PEOPLE + " people, " + ROOMS + " rooms, " + MEETINGS
                    + " meetings, " + year.mail.total() + " messages, " + server.requests() + " requests, "
                    + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
        }
    }

    private static void room(Administration admin, String name) {
        admin.cmdlet("New-Mailbox", "Room", true, "Name", name, "PrimarySmtpAddress", name + "@contoso.example");
        admin.cmdlet("Set-CalendarProcessing", "Identity", name, "BookingWindowInDays", 1080);
    }

    private static final class Year {
        private final CompanyServer server;
        private final List<String> people;
        private final List<CompanyRoom> rooms;
        private final LocalDate first =
                LocalDate.now(ZoneOffset.UTC).plusDays(7).with(TemporalAdjusters.next(DayOfWeek.MONDAY));
        private final CompanyMail mail = new CompanyMail();
        private final CompanyWork work;
        private final AtomicInteger steps = new AtomicInteger();
        private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

        Year(CompanyServer server, List<String> people, List<CompanyRoom> rooms) {
            this.server = server;
            this.people = people;
            this.rooms = rooms;
            this.work = new CompanyWork(server, people, rooms, first, mail);
        }

        void run() throws InterruptedException, ExecutionException {
            List<Random> randoms = IntStream.range(0, MEETINGS)
                    .mapToObj(i -> new Random(SEED + i))
                    .toList();
            Map<Integer, CompanyAppointment> all = Collections.synchronizedMap(new HashMap<>());
            inParallel(numbers(), i -> {
                CompanyAppointment appointment = work.create(randoms.get(i));
                count();
                steps(appointment, randoms.get(i));
                all.put(i, appointment);
            });
            List<Integer> again = new ArrayList<>(all.keySet());
            Collections.shuffle(again, new Random(SEED));
            inParallel(again, i -> steps(all.get(i), randoms.get(i)));
            inParallel(again, i -> all.get(i).awaitEverybody(mailboxes()));
            if (failures.isEmpty()) {
                List<CompanyMeeting> meetings =
                        all.values().stream().map(one -> one.meeting).toList();
                mailboxes().forEach(name -> failures.addAll(nothingElse(name, meetings)));
            }
        }

        String failures() {
            return String.join("\n", failures);
        }

        private List<String> mailboxes() {
            var all = new ArrayList<>(people);
            rooms.forEach(room -> all.add(room.name()));
            return all;
        }

        private static List<Integer> numbers() {
            return IntStream.range(0, MEETINGS).boxed().toList();
        }

        private void steps(CompanyAppointment appointment, Random random) {
            for (int i = 0; i < STEPS; i++) {
                work.step(appointment, random);
                count();
            }
        }

        /** Kills the server at a quarter, a half and three quarters of the work. */
        private void count() {
            int total = MEETINGS * (1 + 2 * STEPS);
            int done = steps.incrementAndGet();
            if (IntStream.rangeClosed(1, KILLS).anyMatch(kill -> done == total * kill / (KILLS + 1))) {
                try {
                    server.kill();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        private void inParallel(List<Integer> numbers, Consumer<Integer> task)
                throws InterruptedException, ExecutionException {
            try (var callers = Executors.newFixedThreadPool(CALLERS)) {
                var running = numbers.stream()
                        .map(i -> callers.submit(() -> attempt(task, i)))
                        .toList();
                for (var one : running) {
                    one.get();
                }
            }
        }

        /** After some failures the rest is left out, because a room may not be what the model says. */
        private void attempt(Consumer<Integer> task, int number) {
            if (failures.size() < ENOUGH_FAILURES) {
                try {
                    task.accept(number);
                } catch (RuntimeException | AssertionError e) {
                    failures.add(e.toString());
                }
            }
        }

        /**
         * A view of the whole time, with occurrences that were moved before the first day, has as many events as the model; a cancelled occurrence may be shown or not. The Inbox has every message once.
         */
        private List<String> nothingElse(String name, List<CompanyMeeting> meetings) {
            var differences = new ArrayList<String>();
            long active = meetings.stream().mapToLong(one -> slots(one, name)).sum();
            long shown =
                    server.read(name, caller -> caller.view(name, first.minusDays(20), first.plusDays(1800))).stream()
                            .filter(one -> !one.isCancelled())
                            .count();
            if (active != shown) {
                differences.add(name + " has " + shown + " events instead of " + active);
            }
            Instant end = Instant.now().plus(failures.isEmpty() ? MAX_WAIT : Duration.ZERO);
            String different = inbox(name);
            while (different != null && Instant.now().isBefore(end)) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                different = inbox(name);
            }
            if (different != null) {
                differences.add(different);
            }
            return differences;
        }

        private @Nullable String inbox(String name) {
            return mail.difference(name, server.read(name, caller -> caller.inbox(name)));
        }

        private static long slots(CompanyMeeting meeting, String name) {
            if (name.equals(meeting.organizer)) {
                return meeting.slots.size();
            }
            CompanyCopy copy = meeting.copies.get(name);
            return copy == null ? 0 : copy.active().size();
        }
    }
}
