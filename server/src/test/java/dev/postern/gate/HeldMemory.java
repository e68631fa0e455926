package dev.postern.gate;

import dev.postern.http.MemoryLease;

/** Memory of a request without a limit, which can be asked how much is held. */
final class HeldMemory implements MemoryLease {
    private long held;

    @Override
    public void take(long bytes) {
        held += bytes;
    }

    @Override
    public void release(long bytes) {
        held -= bytes;
    }

    @Override
    public long held() {
        return held;
    }
}
