package dev.postern.http;

/**
 * The memory of one request. Code that is about to build something whose size depends on untrusted input or stored content reserves its
 * size first. Everything is released when the request ends. Not thread-safe.
 */
public interface MemoryLease {
    /** Without accounting: for tests and for background work of the server. */
    MemoryLease FREE = new MemoryLease() {
        @Override
        public void take(long bytes) {}

        @Override
        public void release(long bytes) {}

        @Override
        public long held() {
            return 0;
        }
    };

    /** Reserves memory. @throws MemorySpent if the process has no more to give now */
    void take(long bytes);

    /** Releases a part before the request ends. */
    void release(long bytes);

    long held();
}
