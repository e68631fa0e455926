package dev.postern.console.access;

/**
 * What leads to the next in a chain from an application to a mailbox.
 *
 * @param kind what it is, such as "policy"
 * @param state {@code granted}, {@code denied}, or empty for what decides nothing
 */
public record Step(String name, String kind, String state) {
    static final String GRANTED = "granted";
    static final String DENIED = "denied";
    static final String NEITHER = "";

    static Step granted(String name, String kind) {
        return new Step(name, kind, GRANTED);
    }

    static Step denied(String name, String kind) {
        return new Step(name, kind, DENIED);
    }

    static Step neither(String name, String kind) {
        return new Step(name, kind, NEITHER);
    }
}
