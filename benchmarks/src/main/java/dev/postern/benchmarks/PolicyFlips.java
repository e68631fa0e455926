package dev.postern.benchmarks;

import dev.postern.benchmarks.directory.FilledDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes a membership over and over while callers use the mailbox that it is about, in a server with a large directory. Reports wrong
 * responses after a change has returned, and how long requests took during changes and between them.
 */
final class PolicyFlips {
    private static final int CALLERS = 4;
    private static final int FLIPS = 200;
    private static final int WARM_UP = 60;
    /** Callers leave the processors some time, so that a request which waits does so because of the server. */
    private static final Duration PAUSE = Duration.ofMillis(4);
    /** No change may make a request wait longer than this. */
    private static final Duration LONG = Duration.ofMillis(50);
    /** As long as a change takes, so that as many requests are made in it as between changes. */
    private static final Duration BETWEEN = Duration.ofMillis(30);

    private final PrintStream out;
    private final AtomicBoolean done = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();

    private record Sent(long began, long ended, int status) {}

    /** @param began when the change was asked for; allowed says whether it gave access or took it away */
    private record Change(long began, long ended, boolean allowed) {}

    PolicyFlips(PrintStream out) {
        this.out = out;
    }

    void measure(String size, Path jar, Path data) throws IOException, InterruptedException {
        Mailbox prepared;
        try (PosternProcess server = start(jar, data)) {
            // before the directory is filled: with its policies, the cmdlet accepts no more
            prepared = Mailbox.prepare(server, 1);
        }
        FilledDirectory.fill(data, size);
        try (PosternProcess server = start(jar, data);
                var callers = Executors.newFixedThreadPool(CALLERS)) {
            Mailbox mailbox =
                    new Mailbox(server, prepared.address(), prepared.appId(), prepared.secret(), prepared.token());
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                running.add(callers.submit(() -> call(mailbox, server.port())));
            }
            List<Change> changes = new ArrayList<>();
            List<Change> reads = new ArrayList<>();
            for (int i = 0; i < FLIPS; i++) {
                changes.add(change(server, "Remove-DistributionGroupMember", false));
                LockSupport.parkNanos(BETWEEN.toNanos());
                reads.add(read(server));
                LockSupport.parkNanos(BETWEEN.toNanos());
                changes.add(change(server, "Add-DistributionGroupMember", true));
                LockSupport.parkNanos(BETWEEN.toNanos());
                reads.add(read(server));
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
            done.set(true);
            for (Future<?> one : running) {
                one.get();
            }
            report(size, changes, reads);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static PosternProcess start(Path jar, Path data) {
        return PosternProcess.start(jar, data, List.of(), List.of());
    }

    private static Change change(PosternProcess server, String cmdlet, boolean allowed) {
        long began = System.nanoTime();
        Mailbox.run(server, cmdlet, "-Identity", "benchers", "-Member", "bench0", "-Confirm:$false");
        return new Change(began, System.nanoTime(), allowed);
    }

    /** A cmdlet that changes nothing: what the administrator's client and its tokens alone cost. */
    private static Change read(PosternProcess server) {
        long began = System.nanoTime();
        Mailbox.run(server, "Get-DistributionGroupMember", "-Identity", "benchers");
        return new Change(began, System.nanoTime(), true);
    }

    private void call(Mailbox mailbox, int port) {
        byte[] request = mailbox.request("GET", "/mailFolders/inbox", "");
        try (Wire wire = new Wire(port)) {
            while (!done.get()) {
                long began = System.nanoTime();
                int status = wire.call(request).status();
                sent.add(new Sent(began, System.nanoTime(), status));
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void report(String size, List<Change> changes, List<Change> reads) {
        List<Long> during = new ArrayList<>();
        List<Long> between = new ArrayList<>();
        int wrong = 0;
        int judged = 0;
        for (int i = WARM_UP; i + 1 < changes.size(); i++) {
            Change change = changes.get(i);
            long next = changes.get(i + 1).began();
            for (Sent one : sent) {
                if (one.began() >= change.ended() && one.ended() <= next) {
                    judged++;
                    wrong += one.status() == (change.allowed() ? 200 : 403) ? 0 : 1;
                    between.add(one.ended() - one.began());
                } else if (one.began() < change.ended() && one.ended() > change.began()) {
                    during.add(one.ended() - one.began());
                }
            }
        }
        out.println("| directory | what | value |");
        out.println("|---|---|---:|");
        out.println("| " + size + " | changes of a membership | " + (changes.size() - WARM_UP) + " |");
        out.println("| " + size + " | wrong responses after a change, of " + judged + " | " + wrong + " |");
        line(size, "during a change", during);
        List<Long> duringReads = new ArrayList<>();
        for (Change read : reads.subList(WARM_UP, reads.size())) {
            for (Sent one : sent) {
                if (one.began() < read.ended() && one.ended() > read.began()) {
                    duringReads.add(one.ended() - one.began());
                }
            }
        }
        line(size, "during a cmdlet that only reads", duringReads);
        line(size, "between changes", between);
    }

    private void line(String size, String when, List<Long> times) {
        times.sort(null);
        if (!times.isEmpty()) {
            out.println(String.format(
                    Locale.ROOT,
                    "| %s | requests %s (%d, %d of them over 50 ms), p50 / p99 / max | %.2f / %.2f / %.2f ms |",
                    size,
                    when,
                    times.size(),
                    times.stream().filter(time -> time > LONG.toNanos()).count(),
                    times.get(times.size() / 2) / 1e6,
                    times.get(times.size() * 99 / 100) / 1e6,
                    times.getLast() / 1e6));
        }
    }
}
