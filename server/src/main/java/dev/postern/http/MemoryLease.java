package dev.postern.http;

/**
 * What one request may hold in memory. Whoever is about to make something whose size outside input or stored content decides takes its
 * bytes first; all of it is given back when the request ends, however it ends. Belongs to the thread of the request.
 */
public interface MemoryLease {
    /** For what nobody accounts for: tests, and work that the server has set itself. */
    MemoryLease FREE = new MemoryLease() {
        @Override
        public void take(long bytes) {}

        @Override
        public void giveBack(long bytes) {}

        @Override
        public long held() {
            return 0;
        }
    };

    /** @throws MemorySpent when the process has no more to give now */
    void take(long bytes);

    /** Gives back some of what was taken, before the request ends. */
    void giveBack(long bytes);

    long held();
}
