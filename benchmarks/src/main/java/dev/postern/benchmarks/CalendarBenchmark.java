package dev.postern.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/** The cost of the operations on calendars, in a small and a large calendar, beside Radicale for those that CalDAV has, too. */
final class CalendarBenchmark {
    private final BenchmarkOptions options;
    private final PrintStream out;

    CalendarBenchmark(BenchmarkOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    void measure() throws IOException, InterruptedException {
        out.println("CPU is the user and system time of the server for one operation, including delivery and audit.");
        out.println("The small calendar has " + CalendarRequests.SMALL + " series of ten years, the large one "
                + CalendarRequests.LARGE + "; the week has " + CalendarSeries.WEEKLY + " events in both.");
        out.println();
        out.println("| server | calendar | operation | callers | per second | p50 | p99 | CPU | wanted |");
        out.println("|---|---|---|---:|---:|---:|---:|---:|---:|");
        Path data = Files.createTempDirectory("postern-calendars");
        try (PosternProcess server =
                PosternProcess.start(options.jar(), data, options.javaOptions(), options.serveOptions())) {
            postern(new CalendarRequests(Mailbox.prepare(server, CalendarRequests.MAILBOXES)), new Load(server));
        } finally {
            Benchmarks.remove(data);
        }
        if (Radicale.isInstalled()) {
            try (Radicale radicale =
                    Radicale.with(Map.of("small", CalendarRequests.SMALL, "large", CalendarRequests.LARGE))) {
                radicale(radicale);
            }
        } else {
            out.println();
            out.println("SKIPPED: the comparison needs Debian's radicale, which is not installed.");
        }
    }

    private void postern(CalendarRequests requests, Load load) throws IOException, InterruptedException {
        requests.fill();
        for (int mailbox : List.of(0, 1)) {
            if (requests.events(mailbox) != CalendarSeries.WEEKLY) {
                throw new IOException(
                        "The week of mailbox " + mailbox + " has " + requests.events(mailbox) + " events");
            }
        }
        line(load, "small", requests.week(0));
        line(load, "large", requests.week(1));
        line(load, "small", requests.selectedWeek(0));
        line(load, "large", requests.selectedWeek(1));
        line(load, "daily", requests.longest());
        line(load, "small", requests.create(0));
        line(load, "large", requests.create(1));
        line(load, "", requests.schedule());
        if (wants("accept")) {
            line(load, "small", requests.accept(requests.invitations()));
        }
    }

    private boolean wants(String operation) {
        return options.only().isEmpty() || options.only().contains(operation);
    }

    private void line(Load load, String calendar, BenchmarkOperation operation)
            throws IOException, InterruptedException {
        if (wants(operation.name())) {
            load.run(operation, 8, options.warmUp());
            for (int callers : options.callers()) {
                line("Postern", calendar, operation, callers, load.run(operation, callers, options.length()));
            }
        }
    }

    private void line(String server, String calendar, BenchmarkOperation operation, int callers, Load.Result result) {
        out.println(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d | %.0f | %.2f | %.2f | %.3f | %s |",
                server,
                calendar,
                operation.name(),
                callers,
                result.perSecond(),
                result.p50Millis(),
                result.p99Millis(),
                result.cpuMillis(),
                operation.wanted() == 0 ? "" : Double.toString(operation.wanted())));
        out.flush();
    }

    private void radicale(Radicale radicale) throws IOException, InterruptedException {
        for (String calendar : List.of("small", "large")) {
            byte[] week = Radicale.week(calendar);
            String shown = radicale.expect(week, 207);
            if (shown.split("BEGIN:VEVENT", -1).length - 1 != CalendarSeries.WEEKLY) {
                throw new IOException("The week of Radicale's " + calendar + " calendar has other events");
            }
            line(radicale, calendar, new BenchmarkOperation("view of a week", 0, 207, false, _ -> week));
        }
        for (String calendar : List.of("small", "large")) {
            line(
                    radicale,
                    calendar,
                    new BenchmarkOperation("create", 0, 201, false, random -> created(calendar, random)));
        }
    }

    private static byte[] created(String calendar, RandomGenerator random) {
        String uid = "event-" + Long.toHexString(random.nextLong());
        return Radicale.create(
                calendar, uid, CalendarSeries.component(uid, "Event", CalendarRequests.later(random), ""));
    }

    private void line(Radicale radicale, String calendar, BenchmarkOperation operation)
            throws IOException, InterruptedException {
        if (wants(operation.name())) {
            // in its large calendar each request takes seconds
            for (int callers : calendar.equals("large") ? List.of(1) : options.callers()) {
                line("Radicale", calendar, operation, callers, run(radicale, operation, callers, options.length()));
            }
        }
    }

    /** Each caller opens a connection for each request, as Radicale requires. */
    private static Load.Result run(Radicale radicale, BenchmarkOperation operation, int callers, Duration length)
            throws IOException, InterruptedException {
        double cpu = radicale.cpuSeconds();
        long begun = System.nanoTime();
        var samples = new ArrayList<Long>();
        try (var threads = Executors.newFixedThreadPool(callers)) {
            List<Future<List<Long>>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                var random = new SplittableRandom(begun + i);
                running.add(threads.submit(() -> {
                    var nanos = new ArrayList<Long>();
                    for (long now = System.nanoTime(); now < begun + length.toNanos(); ) {
                        byte[] request = operation.maker().request(random);
                        long sent = System.nanoTime();
                        radicale.expect(request, operation.status());
                        now = System.nanoTime();
                        nanos.add(now - sent);
                    }
                    return nanos;
                }));
            }
            for (Future<List<Long>> one : running) {
                samples.addAll(one.get());
            }
        } catch (ExecutionException e) {
            throw new IOException(operation.name() + " with " + callers + " callers", e.getCause());
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        long[] all = samples.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(all);
        return new Load.Result(
                all.length,
                all.length / seconds,
                all[all.length / 2] / 1e6,
                all[(int) (all.length * 0.99)] / 1e6,
                (radicale.cpuSeconds() - cpu) * 1000 / all.length,
                0);
    }
}
