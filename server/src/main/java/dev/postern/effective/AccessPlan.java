package dev.postern.effective;

import dev.postern.directory.DirectorySnapshot;
import java.util.List;

/** Evaluates changes that are not made. Thread-safe. */
@FunctionalInterface
public interface AccessPlan {
    /**
     * Compares the effective access before the first change with that after the last one.
     *
     * @param directory on which they would be made
     * @param all whether more rows than usual are listed
     * @throws PlanInvalid for the first change that would be refused
     */
    AccessDifference evaluate(DirectorySnapshot directory, List<PlannedChange> changes, boolean all);
}
