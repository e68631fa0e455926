package dev.postern.workflow.action;

import dev.postern.query.Folding;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds an action anywhere in a definition, with the actions that it is inside. Immutable. */
public final class ActionIndex {
    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * An action.
     *
     * @param scope the actions beside it
     * @param owner the action that it is inside; null at the top
     */
    public record Entry(
            Action action, Actions scope, @Nullable Entry owner) {}

    public ActionIndex(Actions actions) {
        collect(actions, null);
    }

    private void collect(Actions actions, @Nullable Entry owner) {
        for (Action action : actions.all()) {
            Entry entry = new Entry(action, actions, owner);
            entries.put(Folding.lower(action.name()), entry);
            action.type().scopes().forEach(scope -> collect(scope, entry));
        }
    }

    public @Nullable Entry find(String name) {
        return entries.get(Folding.lower(name));
    }
}
