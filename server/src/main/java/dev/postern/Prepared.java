package dev.postern;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** A part of the start that runs beside others. */
final class Prepared {
    private Prepared() {}

    static <T> Future<T> of(Supplier<T> part) {
        FutureTask<T> task = new FutureTask<>(part::get);
        Thread.ofPlatform().name("start").daemon().start(task);
        return task;
    }

    /** Waits for the part, which fails here as it would have failed without its own thread. */
    static <T> T get(Future<T> part) {
        try {
            return part.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while starting", e);
        }
    }
}
