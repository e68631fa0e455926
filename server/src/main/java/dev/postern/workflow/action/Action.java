package dev.postern.workflow.action;

import dev.postern.workflow.definition.Status;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One action.
 *
 * @param runAfter the preceding actions of the same scope, each with the states after which this action runs
 */
public record Action(String name, ActionType type, Map<String, Set<Status>> runAfter, ActionSettings settings) {
    public Action {
        runAfter = Collections.unmodifiableMap(new LinkedHashMap<>(runAfter));
    }
}
