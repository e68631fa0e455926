package dev.postern.workflow;

import dev.postern.compute.ComputePool;
import dev.postern.http.Handler;
import dev.postern.outbound.OutboundClient;
import dev.postern.secrets.Sealer;
import dev.postern.store.Database;
import dev.postern.workflow.api.CallbackApi;
import dev.postern.workflow.api.ManagementAccess;
import dev.postern.workflow.api.TriggerTokens;
import dev.postern.workflow.api.WorkflowApi;
import dev.postern.workflow.call.HttpCaller;
import dev.postern.workflow.call.Targets;
import dev.postern.workflow.engine.WorkflowEngine;
import dev.postern.workflow.identity.IdentityTokens;
import dev.postern.workflow.identity.UserIdentities;
import dev.postern.workflow.identity.WorkflowIdentities;
import dev.postern.workflow.job.JobSchedulers;
import dev.postern.workflow.job.Metrics;
import dev.postern.workflow.stored.CallbackKeys;
import dev.postern.workflow.stored.ResourceGroups;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The workflow service, for the composition root. Call {@link #start} once the server listens, because the first runs may call it, and
 * {@link #close} before the database is closed.
 */
public final class WorkflowService implements AutoCloseable {
    private final WorkflowEngine engine;
    private final Handler management;
    private final Handler callbacks;

    /** The services of other packages that workflows use. */
    public record Services(
            Database database,
            Sealer sealer,
            ComputePool compute,
            WorkflowIdentities identities,
            IdentityTokens tokens,
            ManagementAccess access,
            TriggerTokens triggerTokens) {}

    /**
     * How outgoing calls are made.
     *
     * @param client decides which targets are allowed
     * @param patience the time limit of a call, and of a caller that waits for a Response action
     */
    public record OutgoingCalls(Targets targets, OutboundClient client, Duration patience) {
        /** The time limit in Azure. */
        public static final Duration PATIENCE = Duration.ofMinutes(2);
    }

    /**
     * @param retention how long ended runs are kept
     * @param missedAfter how late a recurrence may fire; a later one is skipped
     */
    public record RunSettings(Duration retention, JobSchedulers schedulers, Duration missedAfter) {
        public static final Duration MISSED_AFTER = Duration.ofMinutes(5);
        /** For a clock that jumps. */
        public static final Duration ALWAYS = Duration.ofDays(100_000);
    }

    public WorkflowService(Services services, OutgoingCalls outgoing, RunSettings runs, InstantSource clock) {
        HttpCaller caller = new HttpCaller(outgoing.targets(), outgoing.client(), outgoing.patience(), clock);
        this.engine = new WorkflowEngine(
                services.database(),
                new WorkflowEngine.Parts(
                        services.compute(),
                        services.identities(),
                        services.tokens(),
                        caller,
                        clock,
                        runs.retention(),
                        runs.missedAfter(),
                        runs.schedulers(),
                        services.sealer()));
        CallbackKeys keys = engine.callbackKeys();
        this.management = new WorkflowApi(
                services.access(),
                new WorkflowApi.Parts(
                        engine.workflows(),
                        engine.triggers(),
                        engine.runs(),
                        new UserIdentities(services.database(), services.identities()),
                        new ResourceGroups(services.database()),
                        keys),
                clock);
        this.callbacks = new CallbackApi(
                engine.workflows(),
                engine.triggers(),
                engine.runs(),
                keys,
                services.triggerTokens(),
                clock,
                outgoing.patience());
    }

    /** For {@code /subscriptions}, {@code /tenants}, {@code /providers} and everything below them. */
    public Handler management() {
        return management;
    }

    /** For {@code /workflows} and everything below it. */
    public Handler callbacks() {
        return callbacks;
    }

    public Metrics metrics() {
        return engine.metrics();
    }

    public void start() {
        engine.start();
    }

    @Override
    public void close() {
        engine.close();
    }
}
