package dev.postern.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Resolves host names. */
@FunctionalInterface
public interface NameLookup {
    /** Returns all addresses, at least one. Throws {@link UnknownHostException} if there is none. */
    List<InetAddress> find(String host) throws IOException;

    /** The resolver of the operating system. */
    NameLookup SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /**
     * Resolves names on a small separate thread pool. The system resolver blocks in native code, which would pin the carriers of virtual
     * threads, and an unresponsive name server would block them all.
     */
    final class Pooled implements NameLookup, AutoCloseable {
        private static final int THREADS = 8;
        private static final int WAITING = 256;

        private final NameLookup inner;
        private final Duration patience;
        private final ExecutorService threads;

        public Pooled(NameLookup inner, Duration patience) {
            this.inner = inner;
            this.patience = patience;
            ThreadPoolExecutor pool = new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    30,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(WAITING),
                    Thread.ofPlatform().daemon().name("name-lookup-", 0).factory());
            pool.allowCoreThreadTimeOut(true);
            this.threads = pool;
        }

        @Override
        public List<InetAddress> find(String host) throws IOException {
            Future<List<InetAddress>> found;
            try {
                found = threads.submit(() -> inner.find(host));
            } catch (RejectedExecutionException e) {
                throw new IOException("Too many names are being looked up", e);
            }
            try {
                return found.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                found.cancel(true);
                throw new IOException("The name was not found in time", e);
            } catch (InterruptedException e) {
                found.cancel(true);
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted", e);
            } catch (ExecutionException e) {
                throw new UnknownHostException(host);
            }
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }
}
