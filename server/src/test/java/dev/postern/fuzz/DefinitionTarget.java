package dev.postern.fuzz;

import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import dev.postern.workflow.action.Action;
import dev.postern.workflow.action.Actions;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.compiled.DefinitionReader;
import dev.postern.workflow.definition.InvalidTemplate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Definitions of workflows: refused with a message of bounded length, or read within the limits, and again with the same result. */
public final class DefinitionTarget {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-05T08:00:00Z"));
    private static final int MAX_ACTIONS = 500;
    private static final int MAX_MESSAGE = 50_000;

    private DefinitionTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        JsonNode json;
        try {
            json = Json.parse(data);
        } catch (MalformedJson malformed) {
            return;
        }
        Definition definition;
        try {
            definition = DefinitionReader.read(json, Json.object(), CLOCK);
        } catch (InvalidTemplate refused) {
            check(String.valueOf(refused.getMessage()).length() <= MAX_MESSAGE, json);
            return;
        }
        var names = new HashSet<String>();
        collect(definition.actions(), names, json);
        check(names.size() <= MAX_ACTIONS, json);
        Definition again = DefinitionReader.read(Json.parse(Json.write(json)), Json.object(), CLOCK);
        var same = new HashSet<String>();
        collect(again.actions(), same, json);
        check(names.equals(same), json);
    }

    /** Every name is unique, and follows only actions of its own scope. */
    private static void collect(Actions actions, Set<String> names, JsonNode json) {
        for (Action action : actions.all()) {
            check(names.add(action.name().toLowerCase(Locale.ROOT)), json);
            check(
                    action.runAfter().keySet().stream()
                            .allMatch(before -> actions.all().stream()
                                    .anyMatch(each -> each.name().equals(before))),
                    json);
            action.type().scopes().forEach(scope -> collect(scope, names, json));
        }
    }

    private static void check(boolean holds, JsonNode json) {
        if (!holds) {
            throw new AssertionError(json.toString());
        }
    }
}
