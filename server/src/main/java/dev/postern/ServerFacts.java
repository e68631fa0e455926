package dev.postern;

import dev.postern.http.MemoryBudget;
import dev.postern.management.ServerStatus;
import dev.postern.store.Database;
import dev.postern.store.DiskSpace;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * What only the process knows of itself. Times are of the system's clock, because developer mode can move the other one.
 *
 * @param memory the budget of the requests
 */
record ServerFacts(
        ProgramVersion version, Instant started, Database database, DiskSpace disk, Supplier<MemoryBudget> memory)
        implements ServerStatus.Facts {
    static ServerFacts of(Core core, ServerStorage storage, Supplier<MemoryBudget> memory) {
        return new ServerFacts(ProgramVersion.read(), Instant.now(), core.database(), storage.disk(), memory);
    }

    @Override
    public ObjectNode json() {
        Runtime runtime = Runtime.getRuntime();
        ObjectNode json = version.json();
        json.put("started", started.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("uptimeSeconds", Duration.between(started, Instant.now()).toSeconds())
                .put("database", engine());
        json.putObject("memory")
                .put("heapUsed", runtime.totalMemory() - runtime.freeMemory())
                .put("heapMax", runtime.maxMemory())
                .put("requests", memory.get().taken())
                .put("requestsMax", memory.get().size());
        json.putObject("disk").put("free", disk.free());
        return json;
    }

    private String engine() {
        return switch (database.engine()) {
            case SQLITE -> "SQLite";
            case POSTGRES -> "PostgreSQL";
        };
    }
}
