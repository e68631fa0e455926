package dev.postern.exchange;

import dev.postern.audit.Actor;
import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletTable;
import dev.postern.compute.ComputePool;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.SupposedChange;
import dev.postern.directory.TouchedAccess;
import dev.postern.effective.AccessDifference;
import dev.postern.effective.AccessPlan;
import dev.postern.effective.PlanInvalid;
import dev.postern.effective.PlannedChange;
import dev.postern.gate.Area;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes cmdlets of a plan one after the other in drafts, each on the state that those before it leave. Thread-safe. */
public final class CmdletPlan implements AccessPlan {
    private static final Duration TIME = Duration.ofSeconds(60);

    private final InstantSource clock;
    private final LongSupplier freeWeight;
    private final Cmdlets cmdlets;
    private final PlannedGrants grants;
    private final CmdletTable others = CmdletTable.directory();

    /** @param freeWeight how many bytes of memory the directory may still need; a plan that needs more is invalid */
    public CmdletPlan(ComputePool compute, InstantSource clock, LongSupplier freeWeight) {
        this.clock = clock;
        this.freeWeight = freeWeight;
        this.cmdlets = new Cmdlets(compute, clock);
        this.grants = new PlannedGrants(clock);
    }

    @Override
    public AccessDifference evaluate(DirectorySnapshot directory, List<PlannedChange> changes, boolean all) {
        var state = new State(directory);
        Instant end = clock.instant().plus(TIME);
        long free = freeWeight.getAsLong();
        for (int index = 0; index < changes.size(); index++) {
            if (clock.instant().isAfter(end)) {
                throw new PlanInvalid(
                        index, "The changes before this one took longer than " + TIME.toSeconds() + " seconds.");
            }
            try {
                make(state, changes.get(index));
                if (state.change.growth() > free) {
                    throw new DirectoryFailure.QuotaExceeded();
                }
            } catch (Cmdlets.Warned e) {
                throw new PlanInvalid(index, e.failure().text());
            } catch (CmdletFailure e) {
                throw new PlanInvalid(index, e.text());
            } catch (DirectoryFailure e) {
                throw new PlanInvalid(index, CmdletFailures.of(e).text());
            }
        }
        return cmdlets.whatIf().difference(state.change, all);
    }

    private void make(State state, PlannedChange change) {
        ObjectNode parameters = change.parameters().deepCopy();
        parameters.remove(parameters.propertyNames().stream()
                .filter("WhatIf"::equalsIgnoreCase)
                .toList());
        Optional<Cmdlet> other = others.find(change.cmdlet());
        if (other.isPresent()) {
            String name = requireChanging(other.get()).name();
            state.make(draft -> grants.make(draft, name, parameters));
            return;
        }
        Cmdlet cmdlet = requireChanging(
                cmdlets.table().find(change.cmdlet()).orElseThrow(() -> CmdletFailures.unknownCmdlet(change.cmdlet())));
        CmdletArguments arguments = Binder.bind(cmdlet, parameters);
        // what is set up in a mailbox has no effect on access
        if (cmdlets.operations().of(cmdlet).area() == Area.DIRECTORY) {
            cmdlets.draft(cmdlet, arguments, state.change.after(), state);
        }
    }

    private static Cmdlet requireChanging(Cmdlet cmdlet) {
        if (!cmdlet.writes()) {
            throw CmdletFailures.invalid(cmdlet.name() + " changes nothing.");
        }
        return cmdlet;
    }

    private record Result<T extends @Nullable Object>(T value) {}

    /** The directory with the changes so far. For one thread. */
    private static final class State implements WritingInvocation.DraftMaker {
        private final Actor actor = Actor.server(UUID.randomUUID());
        private SupposedChange change;

        State(DirectorySnapshot directory) {
            this.change = new SupposedChange(directory, directory, TouchedAccess.NOTHING);
        }

        void make(Consumer<Draft> what) {
            change = change.then(SupposedChange.of(change.after(), actor, what));
        }

        @Override
        public <T extends @Nullable Object> T change(Function<Draft, T> what) {
            var result = new AtomicReference<@Nullable Result<T>>();
            make(draft -> result.set(new Result<>(what.apply(draft))));
            return Objects.requireNonNull(result.get()).value();
        }
    }
}
