package dev.postern.workflow.engine;

import dev.postern.store.Database;
import dev.postern.workflow.definition.Definition;
import dev.postern.workflow.definition.DefinitionReader;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiled definitions. A version never changes, so what is kept here is never stale. May be used from any thread. */
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

    /** The definition of a version, or null when the version is gone. */
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
