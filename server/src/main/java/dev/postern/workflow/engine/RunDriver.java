package dev.postern.workflow.engine;

import dev.postern.compute.ComputePool;
import dev.postern.compute.Limit;
import dev.postern.store.Database;
import dev.postern.workflow.definition.Definition;
import dev.postern.workflow.expression.Scope;
import dev.postern.workflow.expression.Template;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/** Drives runs. May be used from any thread; the scheduler sees to it that a run has one driver at a time. */
final class RunDriver {
    private final Tools tools;

    /** What a drive works with. */
    record Tools(
            Database database,
            ComputePool compute,
            Definitions definitions,
            Calls calls,
            InstantSource clock,
            RandomGenerator random,
            RunSignals signals,
            Metrics metrics) {
        /** As long as a run may wait for its turn; the bounds of expressions end them long before. */
        private static final Duration LONGEST = Duration.ofSeconds(30);

        /** The value of a template, computed apart from requests. */
        JsonNode evaluate(Template template, Scope scope) {
            return template.constant()
                    ? template.evaluate(scope)
                    : compute.run(Limit.of(Limit.SMALL + 1, LONGEST), deadline -> template.evaluate(scope, deadline));
        }
    }

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
