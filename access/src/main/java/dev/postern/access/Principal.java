package dev.postern.access;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service principal in a snapshot.
 *
 * @param app the application it stands for; null when only grants to it are known
 * @param enabled whether it may act at all
 * @param grants what the directory grants it now, by permission
 */
record Principal(@Nullable AppId app, boolean enabled, Map<String, Grant> grants) {
    static final Principal UNKNOWN = new Principal(null, false, Map.of());

    Principal {
        grants = Map.copyOf(grants);
    }

    /** With these grants; of several of the same permission the smallest source id is kept. */
    Principal granted(Collection<Grant> all) {
        Map<String, Grant> smallest = new HashMap<>();
        for (Grant grant : all) {
            smallest.merge(
                    grant.permission(),
                    grant,
                    (one, other) -> one.source().id().compareTo(other.source().id()) <= 0 ? one : other);
        }
        return new Principal(app, enabled, smallest);
    }
}
