package dev.postern.workflow.action;

import dev.postern.query.Folding;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The actions of one scope, in the order of the definition. Names are compared without regard to case. */
public final class Actions {
    public static final Actions NONE = new Actions(Map.of());

    private final Map<String, Action> byName;
    private final Map<String, Action> folded = new LinkedHashMap<>();

    public Actions(Map<String, Action> byName) {
        this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        byName.forEach((name, action) -> folded.put(Folding.lower(name), action));
    }

    public Collection<Action> all() {
        return byName.values();
    }

    public @Nullable Action find(String name) {
        Action exact = byName.get(name);
        return exact == null ? folded.get(Folding.lower(name)) : exact;
    }

    /** Visits these actions and all actions inside them, each before its own ones. */
    public void walk(Consumer<Action> visitor) {
        for (Action action : byName.values()) {
            visitor.accept(action);
            action.type().scopes().forEach(scope -> scope.walk(visitor));
        }
    }
}
