package dev.postern.delivery;

import dev.postern.store.Database;
import dev.postern.store.Engine;
import dev.postern.store.OutcomeUnknown;
import dev.postern.store.Work;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database whose next writes fail on request, before or after their commit. */
public final class FailingDatabase implements Database {
    private final Database real;
    private int writesUntilFailure = -1;
    private boolean oneWriter;
    private final AtomicInteger writes = new AtomicInteger();
    private volatile Runnable beforeWrites = () -> {};
    private Failure failure = Failure.NONE;

    public enum Failure {
        NONE,
        /** The process ends before the commit. */
        CRASH_BEFORE,
        /** The process ends after the commit. */
        CRASH_AFTER,
        /** The commit succeeds but its response is lost. */
        UNKNOWN_BUT_THERE,
        /** The engine aborts the transaction. */
        ROLLED_BACK,
        /** The commit fails and its response is lost. */
        UNKNOWN_AND_GONE
    }

    /** Not an exception, so that the program cannot catch it and continue. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1;

        public Crash() {
            super("the process died");
        }
    }

    public FailingDatabase(Database real) {
        this.real = real;
    }

    /** Reports that the engine has one writer, if it has. By default this is hidden, so that the queue is used. */
    void reportOneWriter() {
        oneWriter = real.hasOneWriter();
    }

    /** Lets this many writes succeed and the next one fail. */
    public void fail(Failure how, int after) {
        failure = how;
        writesUntilFailure = after;
    }

    public boolean failed() {
        return writesUntilFailure < 0;
    }

    @Override
    public Engine engine() {
        return real.engine();
    }

    @Override
    public boolean hasOneWriter() {
        return oneWriter;
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        return real.read(work);
    }

    /** Runs before each write. */
    public void beforeWrites(Runnable hook) {
        beforeWrites = hook;
    }

    public int writes() {
        return writes.get();
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
        writes.incrementAndGet();
        beforeWrites.run();
        if (writesUntilFailure < 0 || writesUntilFailure-- > 0) {
            return real.write(work);
        }
        return switch (failure) {
            case NONE -> real.write(work);
            case CRASH_BEFORE -> throw new Crash();
            case ROLLED_BACK -> {
                real.write(sql -> {
                    work.run(sql);
                    throw new IllegalStateException("planned");
                });
                throw new IllegalStateException("unreachable");
            }
            case CRASH_AFTER -> {
                real.write(work);
                throw new Crash();
            }
            case UNKNOWN_BUT_THERE -> {
                real.write(work);
                throw new OutcomeUnknown(new IllegalStateException("planned"));
            }
            case UNKNOWN_AND_GONE -> throw new OutcomeUnknown(new IllegalStateException("planned"));
        };
    }

    @Override
    public <T extends @Nullable Object> T readApart(Work<T> work) {
        return real.readApart(work);
    }

    @Override
    public boolean isReachable() {
        return real.isReachable();
    }

    @Override
    public void scrub() {
        real.scrub();
    }

    @Override
    public DataSource jobs() {
        return real.jobs();
    }

    @Override
    public void close() {
        real.close();
    }
}
