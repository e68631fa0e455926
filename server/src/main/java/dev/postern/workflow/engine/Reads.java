package dev.postern.workflow.engine;

/** Remembers whether expressions have read secured data: then what is computed from it must not be shown either. Not thread-safe. */
final class Reads {
    private boolean secured;

    void read(boolean isSecured) {
        secured |= isSecured;
    }

    boolean secured() {
        return secured;
    }
}
