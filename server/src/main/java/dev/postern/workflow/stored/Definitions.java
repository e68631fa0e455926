package dev.postern.workflow.stored;

import dev.postern.store.Database;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.compiled.DefinitionReader;
import dev.postern.workflow.expression.JsonValues;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cache of compiled definitions. Versions never change, so it is never stale. Thread-safe. */
public final class Definitions {
    private static final int MAX_KEPT = 5_000;
    /** The characters of all definitions in the cache: compiled, each takes some ten bytes. */
    private static final long MAX_LENGTH = Runtime.getRuntime().maxMemory() / 128;

    private final Database database;
    private final SecureText texts;
    private final InstantSource clock;
    private final Map<Id, Kept> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long length;

    private record Id(WorkflowKey key, String version) {}

    private record Kept(Definition definition, long length) {}

    public Definitions(Database database, SecureText texts, InstantSource clock) {
        this.database = database;
        this.texts = texts;
        this.clock = clock;
    }

    /** Returns the definition of a version, or null if the version was deleted. */
    @Nullable
    public Definition find(WorkflowKey key, String version) {
        Id id = new Id(key, version);
        synchronized (kept) {
            Kept known = kept.get(id);
            if (known != null) {
                return known.definition();
            }
        }
        VersionRow row = database.read(sql -> WorkflowTable.version(sql, texts, key, version));
        if (row == null) {
            return null;
        }
        Definition definition = DefinitionReader.read(row.definition(), row.parameters(), clock);
        keep(id, new Kept(definition, JsonValues.length(row.definition()) + JsonValues.length(row.parameters())));
        return definition;
    }

    private void keep(Id id, Kept one) {
        synchronized (kept) {
            Kept before = kept.put(id, one);
            length += one.length() - (before == null ? 0 : before.length());
            var oldest = kept.values().iterator();
            while (kept.size() > MAX_KEPT || (length > MAX_LENGTH && kept.size() > 1)) {
                length -= oldest.next().length();
                oldest.remove();
            }
        }
    }
}
