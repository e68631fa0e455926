package dev.postern.workflow.engine;

import dev.postern.store.Database;
import dev.postern.workflow.definition.Definition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Drives runs. May be used from any thread; the scheduler sees to it that a run has one driver at a time. */
final class RunDriver {
    private final Tools tools;

    /** What a drive works with. */
    record Tools(
            Database database,
            Definitions definitions,
            Calls calls,
            InstantSource clock,
            RandomGenerator random,
            RunSignals signals,
            Metrics metrics) {}

    RunDriver(Tools tools) {
        this.tools = tools;
    }

    /**
     * Takes a run as far as it gets without waiting for a timer.
     *
     * @return when it goes on; empty when it has ended or is gone
     * @throws InterruptedException when the engine stops; the run is driven on after the next start
     */
    Optional<Instant> drive(RunKey key) throws InterruptedException {
        RunRow run = tools.database().read(sql -> RunTable.find(sql, key));
        WorkflowRow workflow = tools.database().read(sql -> WorkflowTable.find(sql, key.workflow()));
        if (run == null || workflow == null || run.ended() != null) {
            return Optional.empty();
        }
        Definition definition = tools.definitions().find(key.workflow(), run.version());
        if (definition == null) {
            return Optional.empty();
        }
        try (Drive drive = new Drive(tools, run, workflow, definition)) {
            return drive.go();
        }
    }
}
