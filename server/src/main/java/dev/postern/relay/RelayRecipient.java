package dev.postern.relay;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A recipient of a relay row.
 *
 * @param host the host of the last reply; null if none was reached
 * @param lastReply null before the first attempt
 */
public record RelayRecipient(
        String address,
        State state,
        @Nullable String host,
        @Nullable String lastReply) {
    public enum State {
        WAITING,
        /** Another host has accepted the message for it; it is never sent again. */
        SENT,
        FAILED;

        /** The name in lists. */
        public String shown() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static RelayRecipient waiting(String address) {
        return new RelayRecipient(address, State.WAITING, null, null);
    }

    public boolean isWaiting() {
        return state == State.WAITING;
    }

    RelayRecipient with(State other) {
        return new RelayRecipient(address, other, host, lastReply);
    }
}
