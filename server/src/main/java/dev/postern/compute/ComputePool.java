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
 * A few platform threads for CPU-bound work. Requests run on virtual threads, which share a few carriers: a long computation on one
 * would delay all others. Thread-safe.
 *
 * <p>A caller never waits longer than its limit. A job that continues after its time is over, because it does not check its
 * {@link Deadline}, is replaced by an additional thread so that the pool keeps its size, up to as many additional threads as threads.
 */
public final class ComputePool implements AutoCloseable {
    private static final int MAX_WAITING_TASKS = 512;
    private static final long MIN_MEMORY_BYTES = 32L << 20;

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

    /** Creates a pool with the default memory. */
    public ComputePool(int threads) {
        this(threads, usualMemory());
    }

    /** @param memory bytes that all running jobs together may allocate */
    public ComputePool(int threads, long memory) {
        this.threads = threads;
        this.memory = memory;
        this.waiting = new WaitingJobs<>(memory);
        this.places = new Semaphore(MAX_WAITING_TASKS);
        for (int i = 0; i < threads; i++) {
            begin();
        }
    }

    /** Half of the processors, so that requests keep the other half; at least two, so that one long job does not block all others. */
    public static int usualThreads() {
        return Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
    }

    /**
     * A quarter of the heap. Requests may use a third of it, so that with the cache and the server itself some heap remains free
     * at 256 MB.
     */
    public static long usualMemory() {
        return Math.max(MIN_MEMORY_BYTES, Runtime.getRuntime().maxMemory() / 4);
    }

    /** Returns the maximum memory of one job. */
    public long maxMemory() {
        return Math.min(memory, Limit.MAX_ALLOCATION_BYTES);
    }

    /** Returns the memory of each job while all threads are busy. */
    public long sharedMemory() {
        return Math.min(memory / threads, Limit.MAX_ALLOCATION_BYTES);
    }

    /**
     * Runs a job and waits for its result. Small jobs run on the caller's thread, and so do jobs started by other jobs.
     *
     * @throws ComputeRefused if it cannot be done within the limit
     */
    public <T> T run(Limit requested, Function<Deadline, T> work) {
        Limit limit = requested.within(memory);
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

    /** Returns the number of queued jobs. */
    public int waiting() {
        return waiting.size();
    }

    /** Returns how many jobs were refused because the queue was full. */
    public long refused() {
        return busy.get();
    }

    /** Returns how many jobs exceeded their time limit. */
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

    /** The time in the queue counts against the time limit. */
    private record Timed<T>(Limit limit, long since, Function<Deadline, T> work) implements Callable<T> {
        @Override
        public T call() {
            long left = limit.time().toNanos() - (System.nanoTime() - since);
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
                // a waiting worker is interrupted only when the pool is closed, and the loop checks that
            } finally {
                // an interrupt of this job must not affect the next one
                Thread.interrupted();
            }
        }

        /** Returns whether another thread has replaced this one. */
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
