package dev.postern.workflow;

import dev.postern.compute.ComputePool;
import dev.postern.http.Handler;
import dev.postern.outbound.OutboundClient;
import dev.postern.secrets.Sealer;
import dev.postern.store.Database;
import dev.postern.workflow.api.CallbackApi;
import dev.postern.workflow.api.ManagementAccess;
import dev.postern.workflow.api.WorkflowApi;
import dev.postern.workflow.call.HttpCaller;
import dev.postern.workflow.call.Targets;
import dev.postern.workflow.engine.CallbackKeys;
import dev.postern.workflow.engine.JobSchedulers;
import dev.postern.workflow.engine.Metrics;
import dev.postern.workflow.engine.WorkflowEngine;
import dev.postern.workflow.identity.IdentityTokens;
import dev.postern.workflow.identity.WorkflowIdentities;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The room as the composition root sees it. {@link #start} once the server listens: the first runs may call it. {@link #close}
 * before the database closes.
 */
public final class WorkflowService implements AutoCloseable {
    private final WorkflowEngine engine;
    private final Handler management;
    private final Handler callbacks;

    /** The rooms below, as far as workflows need them. */
    public record Below(
            Database database,
            Sealer sealer,
            ComputePool compute,
            WorkflowIdentities identities,
            IdentityTokens tokens,
            ManagementAccess access) {}

    /**
     * How calls are made.
     *
     * @param client decides what may be called at all
     * @param patience how long a call may take, and a caller waits for a Response action
     */
    public record Outside(Targets targets, OutboundClient client, Duration patience) {
        /** What the cloud gives a call. */
        public static final Duration PATIENCE = Duration.ofMinutes(2);
    }

    /** @param retention how long ended runs are kept */
    public record Keeping(Duration retention, JobSchedulers schedulers) {}

    public WorkflowService(Below below, Outside outside, Keeping keeping, InstantSource clock) {
        HttpCaller caller = new HttpCaller(outside.targets(), outside.client(), outside.patience());
        this.engine = new WorkflowEngine(
                below.database(),
                new WorkflowEngine.Parts(
                        below.compute(),
                        below.identities(),
                        below.tokens(),
                        caller,
                        clock,
                        keeping.retention(),
                        keeping.schedulers(),
                        below.sealer()));
        CallbackKeys keys = engine.callbackKeys();
        this.management = new WorkflowApi(below.access(), engine.workflows(), engine.runs(), keys, clock);
        this.callbacks = new CallbackApi(engine.workflows(), engine.runs(), keys, clock, outside.patience());
    }

    /** For {@code /subscriptions} and everything below it. */
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
