package dev.postern.workflow.engine;

import dev.postern.store.Database;
import dev.postern.workflow.definition.Definition;
import dev.postern.workflow.definition.DefinitionReader;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cache of compiled definitions. Versions never change, so it is never stale. Thread-safe. */
final class Definitions {
    private static final int KEPT = 200;

    private final Database database;
    private final SecureText texts;
    private final InstantSource clock;
    private final Map<Id, Definition> kept = new LinkedHashMap<>(64, 0.75f, true);

    private record Id(WorkflowKey key, String version) {}

    Definitions(Database database, SecureText texts, InstantSource clock) {
        this.database = database;
        this.texts = texts;
        this.clock = clock;
    }

    /** Returns the definition of a version, or null if the version was deleted. */
    @Nullable
    Definition find(WorkflowKey key, String version) {
        Id id = new Id(key, version);
        synchronized (kept) {
            Definition known = kept.get(id);
            if (known != null) {
                return known;
            }
        }
        VersionRow row = database.read(sql -> WorkflowTable.version(sql, texts, key, version));
        if (row == null) {
            return null;
        }
        Definition definition = DefinitionReader.read(row.definition(), row.parameters(), clock);
        synchronized (kept) {
            kept.put(id, definition);
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return definition;
    }
}
