package dev.postern.management;

import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import java.time.Instant;

/** Makes links that sign a person in to the console. Thread-safe. */
public interface ConsoleLinkMaker {
    /**
     * A link.
     *
     * @param path on this server, with the code, which is stored nowhere else
     */
    record Made(String path, Instant expires) {
        @Override
        public String toString() {
            return "Made[" + expires + "]";
        }
    }

    /**
     * Makes a link, with its audit entry.
     *
     * @param reader whether the person changes nothing
     * @param person the name for the audit
     * @throws TooMany if the tenant has too many links and sessions
     */
    Made make(TenantId tenant, Actor actor, boolean reader, String person);

    /** Too many links and sessions exist. */
    final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
