package dev.postern.console.page;

import dev.postern.console.session.ConsoleSession;
import java.util.LinkedHashMap;

/**
 * The forms that were sent and made a change, so that a page that the browser loads again does not repeat it. This server knows only those that
 * it served, and only the last ones. Thread-safe.
 */
final class SentForms {
    private static final int MAX_KEPT = 20_000;
    private static final int MAX_ID_LENGTH = 40;

    private final LinkedHashMap<Key, Boolean> sent = new LinkedHashMap<>();

    /** @param id of one form that was shown; each has its own */
    private record Key(String formToken, String id) {}

    /** Returns false if the form was sent before. A form without an id is not known again. */
    boolean begin(ConsoleSession session, String id) {
        if (id.isEmpty()) {
            return true;
        }
        if (id.length() > MAX_ID_LENGTH) {
            return false;
        }
        synchronized (sent) {
            if (sent.putIfAbsent(new Key(session.formToken(), id), true) != null) {
                return false;
            }
            if (sent.size() > MAX_KEPT) {
                sent.pollFirstEntry();
            }
            return true;
        }
    }

    /** The form changed nothing, so it may be sent again. */
    void forget(ConsoleSession session, String id) {
        synchronized (sent) {
            sent.remove(new Key(session.formToken(), id));
        }
    }
}
