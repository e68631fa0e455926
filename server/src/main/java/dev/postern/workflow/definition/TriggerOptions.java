package dev.postern.workflow.definition;

import dev.postern.workflow.expression.Template;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all types of triggers have in common.
 *
 * @param conditions all must be true, otherwise no run starts
 * @param ownStatus whether a condition reads the status code of a response, so that it decides instead of the usual rule
 * @param splitOn an array of whose items each starts a run
 * @param tracking the client tracking id of runs whose caller gives none
 * @param concurrency null if runs are not limited
 * @param quiet whether responses have no headers of the engine
 */
public record TriggerOptions(
        Set<Secured> secured,
        List<Template> conditions,
        boolean ownStatus,
        @Nullable Template splitOn,
        @Nullable Template tracking,
        @Nullable Concurrency concurrency,
        boolean quiet) {
    public TriggerOptions {
        secured = Set.copyOf(secured);
        conditions = List.copyOf(conditions);
    }

    /**
     * The limit of runs at a time.
     *
     * @param waiting how many further runs may wait
     */
    public record Concurrency(int runs, int waiting) {}

    /** Returns the largest array that can be split. */
    public int maxItems() {
        return concurrency == null ? 100_000 : 100;
    }

    /** Returns whether every fire starts one run, without anything to evaluate. */
    public boolean plain() {
        return conditions.isEmpty() && splitOn == null && tracking == null && concurrency == null;
    }
}
