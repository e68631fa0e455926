package dev.postern.workflow.definition;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds parts of a definition by their names. */
public final class NamedParts {
    private NamedParts() {}

    /** Looks a name up without regard to case. */
    public static <T> @Nullable T find(Map<String, T> map, String name) {
        T exact = map.get(name);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, T> entry : map.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return entry.getValue();
            }
        }
        return null;
    }
}
