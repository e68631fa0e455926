package dev.postern.importer;

/** Counts the memory of the items that are kept, and the time. For one thread. */
final class ImportBudget {
    private static final int LOOK = 10_000;

    private final ImportLimits limits;
    private final long until;
    private long bytes;
    private int taken;

    ImportBudget(ImportLimits limits, long nanos) {
        this.limits = limits;
        this.until = System.nanoTime() + nanos;
    }

    /** @throws ImportRefused beyond the limit */
    void take(long more) {
        bytes += more;
        if (bytes > limits.memory()) {
            throw new ImportRefused("The export needs more than the " + (limits.memory() >> 20)
                    + " MiB of memory that an import may use, a third of the heap. Start the server with a larger"
                    + " heap, or export fewer properties.");
        }
        if (++taken % LOOK == 0) {
            checkTime();
        }
    }

    void giveBack(long less) {
        bytes -= less;
    }

    void checkTime() {
        if (System.nanoTime() - until > 0 || Thread.currentThread().isInterrupted()) {
            throw new ImportRefused("The import took too long. Nothing was created.");
        }
    }
}
