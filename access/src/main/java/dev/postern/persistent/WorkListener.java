package dev.postern.persistent;

/**
 * Is told what maps do, so that a test can count work where a measurement would only count time. Lookups are not reported: they
 * visit a handful of nodes whatever the size.
 */
public interface WorkListener {
    /** Listens to nothing; what a server uses. */
    WorkListener NONE = new WorkListener() {
        @Override
        public void copied(int slots) {}

        @Override
        public void visited() {}
    };

    /** A node with this many slots was copied. */
    void copied(int slots);

    /** An iteration came to an entry. */
    void visited();
}
