package dev.postern.compute;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A few platform threads for work that only computes. Requests run on virtual threads, which share a few carriers: one that computes
 * for long would hold up all others. Any thread may use it.
 *
 * <p>A caller never waits longer than its limit says. Work that goes on although its time is over, because it does not ask its
 * {@link Deadline}, gets a substitute for the thread it holds, so the pool keeps its size; as many substitutes as threads.
 */
public final class ComputePool implements AutoCloseable {
    private static final int MOST_WAITING = 512;
    private static final long LEAST_MEMORY = 32L << 20;

    private final WaitingJobs<Job<?>> waiting;
    private final long memory;
    private final Semaphore places;
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicLong busy = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final List<Worker> workers = new ArrayList<>();
    private final int threads;
    private int overrunning;
    private volatile boolean closed;

    /** With the usual memory. */
    public ComputePool(int threads) {
        this(threads, usualMemory());
    }

    /** @param memory bytes that all work under way may allocate together */
    public ComputePool(int threads, long memory) {
        this.threads = threads;
        this.memory = memory;
        this.waiting = new WaitingJobs<>(memory);
        this.places = new Semaphore(MOST_WAITING);
        for (int i = 0; i < threads; i++) {
            begin();
        }
    }

    /** Half of the machine, so that requests keep the other half; two at least, so that one long piece does not hold up all. */
    public static int usualThreads() {
        return Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
    }

    /**
     * A quarter of the heap: requests hold a third of it, so that together with what was made of content and the server itself there is room
     * left in 256 MB.
     */
    public static long usualMemory() {
        return Math.max(LEAST_MEMORY, Runtime.getRuntime().maxMemory() / 4);
    }

    /** The most that one piece of work can have. */
    public long mostMemory() {
        return Math.min(memory, Limit.MOST_ALLOCATION);
    }

    /** What each piece of work can have while all threads work. */
    public long sharedMemory() {
        return Math.min(memory / threads, Limit.MOST_ALLOCATION);
    }

    /**
     * Does work and waits for it. Small work is done on the caller's thread, and so is what work itself asks for.
     *
     * @throws ComputeRefused when it cannot be done within the limit
     */
    public <T> T run(Limit asked, Function<Deadline, T> work) {
        Limit limit = asked.within(memory);
        if (limit.isSmall() || Thread.currentThread() instanceof Worker) {
            return work.apply(Deadline.begin(limit.time(), limit.allocation()));
        }
        if (closed || !places.tryAcquire()) {
            busy.incrementAndGet();
            throw new ComputeRefused(ComputeRefused.Reason.BUSY);
        }
        Job<T> job = new Job<>(limit, sequence.incrementAndGet(), work);
        waiting.add(job);
        return result(job, limit);
    }

    private <T> T result(Job<T> job, Limit limit) {
        try {
            return job.get(limit.time().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp(job);
            late.incrementAndGet();
            throw new ComputeRefused(job.started() ? ComputeRefused.Reason.DEADLINE : ComputeRefused.Reason.BUSY);
        } catch (CancellationException e) {
            // the pool was closed
            throw new ComputeRefused(ComputeRefused.Reason.BUSY);
        } catch (InterruptedException e) {
            giveUp(job);
            Thread.currentThread().interrupt();
            throw new ComputeRefused(ComputeRefused.Reason.BUSY);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case ComputeRefused refused -> {
                    late.incrementAndGet();
                    throw refused;
                }
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    public int threads() {
        return threads;
    }

    /** How much waits. */
    public int waiting() {
        return waiting.size();
    }

    /** How often work was refused because too much waited. */
    public long refused() {
        return busy.get();
    }

    /** How often work took more than it may. */
    public long late() {
        return late.get();
    }

    private void giveUp(Job<?> job) {
        if (waiting.remove(job)) {
            places.release();
        }
        job.cancel(true);
        synchronized (workers) {
            for (Worker worker : workers) {
                if (worker.job == job && !worker.leaving && overrunning < threads && !closed) {
                    worker.leaving = true;
                    overrunning++;
                    begin();
                    return;
                }
            }
        }
    }

    private void begin() {
        synchronized (workers) {
            Worker worker = new Worker();
            workers.add(worker);
            worker.start();
        }
    }

    @Override
    public void close() {
        closed = true;
        List<Worker> all;
        synchronized (workers) {
            all = List.copyOf(workers);
        }
        all.forEach(Thread::interrupt);
        for (Job<?> job = waiting.poll(); job != null; job = waiting.poll()) {
            job.cancel(true);
        }
    }

    private static final class Job<T> extends FutureTask<T> implements Comparable<Job<?>>, WaitingJobs.Sized {
        private final long size;
        private final long memory;
        private final long number;
        private volatile boolean started;

        Job(Limit limit, long number, Function<Deadline, T> work) {
            this(limit, number, new Timed<>(limit, System.nanoTime(), work));
        }

        private Job(Limit limit, long number, Timed<T> work) {
            super(work);
            this.size = limit.size();
            this.memory = limit.memory();
            this.number = number;
        }

        @Override
        public long memory() {
            return memory;
        }

        boolean started() {
            return started;
        }

        @Override
        public void run() {
            started = true;
            super.run();
        }

        @Override
        public int compareTo(Job<?> other) {
            return size == other.size ? Long.compare(number, other.number) : Long.compare(size, other.size);
        }
    }

    /** The time that work waited is taken from the time it has. */
    private record Timed<T>(Limit limit, long asked, Function<Deadline, T> work) implements Callable<T> {
        @Override
        public T call() {
            long left = limit.time().toNanos() - (System.nanoTime() - asked);
            return work.apply(Deadline.begin(Duration.ofNanos(Math.max(0, left)), limit.allocation()));
        }
    }

    private final class Worker extends Thread {
        private volatile @Nullable Job<?> job;
        private boolean leaving;

        Worker() {
            super("compute");
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                while (!closed && !left()) {
                    work();
                }
            } finally {
                synchronized (workers) {
                    workers.remove(this);
                }
            }
        }

        private void work() {
            try {
                Job<?> next = waiting.take();
                places.release();
                job = next;
                try {
                    next.run();
                } finally {
                    job = null;
                    waiting.done(next);
                }
            } catch (InterruptedException e) {
                // only who closes the pool interrupts a worker that waits, and the loop sees that
            } finally {
                // what interrupted this job is not meant for the next
                Thread.interrupted();
            }
        }

        /** Whether somebody else has taken its place. */
        private boolean left() {
            synchronized (workers) {
                if (leaving) {
                    overrunning--;
                }
                return leaving;
            }
        }
    }
}
