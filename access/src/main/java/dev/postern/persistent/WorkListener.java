package dev.postern.persistent;

/**
 * Receives what maps do, so that a test can count work instead of measuring time. Lookups are not reported: they
 * read few nodes, whatever the size.
 */
public interface WorkListener {
    /** Ignores everything; for servers. */
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
