package dev.postern.access;

import java.util.Map;

/**
 * A service principal in a snapshot.
 *
 * @param app the application it stands for
 * @param enabled whether it may act at all
 * @param grants what the directory grants it now, by permission
 */
record Principal(AppId app, boolean enabled, Map<String, Grant> grants) {
    Principal {
        grants = Map.copyOf(grants);
    }
}
