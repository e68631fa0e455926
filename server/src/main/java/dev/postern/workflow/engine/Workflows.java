package dev.postern.workflow.engine;

import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.PendingEntry;
import dev.postern.secrets.SecretUnreadable;
import dev.postern.store.Database;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.InvalidTemplate;
import dev.postern.workflow.identity.IdentityPath;
import dev.postern.workflow.identity.WantedIdentity;
import dev.postern.workflow.identity.WorkflowIdentities;
import dev.postern.workflow.identity.WorkflowIdentity;
import dev.postern.workflow.job.Jobs;
import dev.postern.workflow.row.TriggerRow;
import dev.postern.workflow.row.TriggerTable;
import dev.postern.workflow.stored.Definitions;
import dev.postern.workflow.stored.Deployment;
import dev.postern.workflow.stored.Names;
import dev.postern.workflow.stored.SecureText;
import dev.postern.workflow.stored.TooManyWorkflows;
import dev.postern.workflow.stored.VersionRow;
import dev.postern.workflow.stored.WorkflowKey;
import dev.postern.workflow.stored.WorkflowPath;
import dev.postern.workflow.stored.WorkflowRow;
import dev.postern.workflow.stored.WorkflowTable;
import dev.postern.workflow.trigger.RecurrenceTimers;
import dev.postern.workflow.trigger.Subscriptions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Saves, reads, enables, disables and deletes workflows. A change is committed together with the audit entry of its request; changes of
 * the identity are committed by the directory, with entries of their own. Thread-safe.
 */
public final class Workflows {
    private static final int MAX_WORKFLOWS = 1_000;

    private final Database database;
    private final SecureText texts;
    private final Definitions definitions;
    private final RecurrenceTimers clocks;
    private final Subscriptions subscriptions;
    private final Jobs jobs;
    private final WorkflowIdentities identities;
    private final InstantSource clock;
    // One change at a time, because an identity is created outside the transaction that stores it.
    private final ReentrantLock changing = new ReentrantLock();

    Workflows(
            Database database,
            SecureText texts,
            Definitions definitions,
            RecurrenceTimers clocks,
            Subscriptions subscriptions,
            Jobs jobs,
            WorkflowIdentities identities,
            InstantSource clock) {
        this.database = database;
        this.texts = texts;
        this.definitions = definitions;
        this.clocks = clocks;
        this.subscriptions = subscriptions;
        this.jobs = jobs;
        this.identities = identities;
        this.clock = clock;
    }

    /** A saved workflow, and whether it is new. */
    public record Saved(WorkflowRow row, boolean created) {}

    private record Stored(WorkflowRow row, List<TriggerRow> clocks) {}

    public Saved save(TenantId tenant, WorkflowPath path, Deployment wanted, PendingEntry entry) {
        changing.lock();
        try {
            WorkflowRow old = database.read(sql -> WorkflowTable.find(sql, tenant, path));
            if (old == null && database.read(sql -> WorkflowTable.count(sql, tenant)) >= MAX_WORKFLOWS) {
                throw new TooManyWorkflows(MAX_WORKFLOWS);
            }
            WorkflowRow row =
                    old == null ? create(tenant, path, wanted, entry.actor()) : changed(old, wanted, entry.actor());
            Stored stored = store(old, row, wanted, entry);
            stored.clocks().forEach(trigger -> jobs.remind(row.key(), trigger));
            subscriptions.remind(row.key());
            return new Saved(row, old == null);
        } finally {
            changing.unlock();
        }
    }

    private Stored store(@Nullable WorkflowRow old, WorkflowRow row, Deployment wanted, PendingEntry entry) {
        boolean newVersion = old == null || !old.version().equals(row.version());
        Definition before = old == null ? null : newVersion ? before(old) : wanted.compiled();
        return entry.write(database, sql -> {
            if (old == null) {
                WorkflowTable.insert(sql, row);
            } else {
                WorkflowTable.update(sql, row);
            }
            if (newVersion) {
                VersionRow version =
                        new VersionRow(row.version(), row.changed(), wanted.definition(), wanted.parameters());
                WorkflowTable.insertVersion(sql, texts, row.key(), version);
            }
            boolean restart = old != null && !old.enabled();
            subscriptions.set(sql, row, wanted.compiled(), restart);
            return new Stored(row, clocks.set(sql, row.key(), wanted.compiled(), before, row.enabled(), restart));
        });
    }

    /** Returns the definition before a change; null if its key is lost, or if this version of the server refuses it. */
    private @Nullable Definition before(WorkflowRow old) {
        try {
            return definitions.find(old.key(), old.version());
        } catch (SecretUnreadable | InvalidTemplate e) {
            return null;
        }
    }

    private WorkflowRow create(TenantId tenant, WorkflowPath path, Deployment wanted, Actor actor) {
        // An identity with this name but without a workflow was left by a crash; its grants must not be inherited.
        identities
                .find(tenant, path.armId())
                .filter(left -> list(tenant).stream().noneMatch(row -> left.equals(row.identity())))
                .ifPresent(left -> identities.remove(tenant, left.principalId(), actor));
        WantedIdentity identity = Objects.requireNonNullElse(wanted.identity(), WantedIdentity.NONE);
        check(tenant, identity);
        Instant now = clock.instant();
        return new WorkflowRow(
                new WorkflowKey(tenant, UUID.randomUUID()),
                path,
                !Boolean.FALSE.equals(wanted.enabled()),
                Names.version(now),
                now,
                now,
                identity.system() ? create(tenant, path, actor) : null,
                identity.user(),
                WorkflowRow.Keys.NONE,
                wanted.resource());
    }

    private WorkflowRow changed(WorkflowRow old, Deployment wanted, Actor actor) {
        VersionRow current = readable(old);
        boolean same = current != null
                && current.definition().equals(wanted.definition())
                && current.parameters().equals(wanted.parameters());
        Instant now = clock.instant();
        return new WorkflowRow(
                old.key(),
                old.path(),
                wanted.enabled() == null ? old.enabled() : wanted.enabled(),
                same ? old.version() : Names.versionAfter(old.version(), now),
                old.created(),
                now,
                identity(old, wanted.identity(), actor),
                wanted.identity() == null
                        ? old.userIdentity()
                        : wanted.identity().user(),
                old.keys(),
                wanted.resource());
    }

    /** Returns the current version; null if its encryption key is lost, and then the new deployment replaces it. */
    private @Nullable VersionRow readable(WorkflowRow row) {
        try {
            return version(row.key(), row.version());
        } catch (SecretUnreadable e) {
            return null;
        }
    }

    private WorkflowIdentity create(TenantId tenant, WorkflowPath path, Actor actor) {
        return identities.create(tenant, WorkflowIdentities.Kind.SYSTEM_ASSIGNED, path.name(), path.armId(), actor);
    }

    private void check(TenantId tenant, WantedIdentity wanted) {
        IdentityPath user = wanted.user();
        if (user != null && user(tenant, user).isEmpty()) {
            throw new Deployment.NotDeployable(
                    "The user-assigned identity '" + user.armId() + "' of the workflow was not found.");
        }
    }

    /** Finds a user-assigned identity. */
    public Optional<WorkflowIdentity> user(TenantId tenant, IdentityPath path) {
        return identities.find(tenant, path.armId());
    }

    private @Nullable WorkflowIdentity identity(WorkflowRow old, @Nullable WantedIdentity wanted, Actor actor) {
        WorkflowIdentity present = old.identity();
        if (wanted == null) {
            return present;
        }
        check(old.key().tenant(), wanted);
        if (wanted.system() == (present != null)) {
            return present;
        }
        if (present == null) {
            return create(old.key().tenant(), old.path(), actor);
        }
        identities.remove(old.key().tenant(), present.principalId(), actor);
        return null;
    }

    public @Nullable WorkflowRow find(TenantId tenant, WorkflowPath path) {
        return database.read(sql -> WorkflowTable.find(sql, tenant, path));
    }

    /** Finds a workflow by the id in a callback URL. The caller must check the URL's signature. */
    public @Nullable WorkflowRow find(UUID id) {
        return database.read(sql -> WorkflowTable.find(sql, id));
    }

    /** Lists all workflows of a tenant in the order of their paths; their number is limited. */
    public List<WorkflowRow> list(TenantId tenant) {
        return database.read(sql -> WorkflowTable.list(sql, tenant));
    }

    public List<WorkflowRow> list(TenantId tenant, String subscription, @Nullable String group) {
        return database.read(sql -> WorkflowTable.list(sql, tenant, subscription, group));
    }

    /** Deletes a workflow with its runs and its identity; returns false if there is none. */
    public boolean delete(TenantId tenant, WorkflowPath path, PendingEntry entry) {
        changing.lock();
        try {
            WorkflowRow row = find(tenant, path);
            if (row == null) {
                return false;
            }
            // The identity is deleted first: a crash in between leaves a workflow that gets no token, and not an
            // identity
            // without a workflow.
            WorkflowIdentity identity = row.identity();
            if (identity != null) {
                identities.remove(tenant, identity.principalId(), entry.actor());
            }
            entry.write(database, sql -> {
                subscriptions.endAll(sql, row.key());
                WorkflowTable.delete(sql, row.key());
                return true;
            });
            subscriptions.remind(row.key());
            return true;
        } finally {
            changing.unlock();
        }
    }

    /**
     * Moves a workflow with its runs, its keys and its identity.
     *
     * @throws PathTaken if another workflow has the path
     */
    public void move(WorkflowRow row, WorkflowPath to, PendingEntry entry) {
        changing.lock();
        try {
            WorkflowRow now = database.read(sql -> WorkflowTable.find(sql, row.key()));
            if (now == null) {
                return;
            }
            TenantId tenant = row.key().tenant();
            WorkflowRow other = find(tenant, to);
            if (other != null && !other.key().equals(row.key())) {
                throw new PathTaken(to);
            }
            WorkflowIdentity identity = now.identity();
            if (identity != null) {
                identities.rename(tenant, identity.principalId(), to.name(), to.armId(), entry.actor());
            }
            WorkflowRow moved = now.moved(to, clock.instant());
            entry.write(database, sql -> {
                WorkflowTable.move(sql, moved);
                return true;
            });
        } finally {
            changing.unlock();
        }
    }

    /** A workflow cannot move to the path of another one. */
    public static final class PathTaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        PathTaken(WorkflowPath path) {
            super("There is already a workflow '" + path.armId() + "'.");
        }
    }

    /** Enables or disables a workflow. When it is enabled, its recurrences start again. */
    public void enable(WorkflowRow row, boolean enabled, PendingEntry entry) {
        changing.lock();
        try {
            WorkflowRow now = database.read(sql -> WorkflowTable.find(sql, row.key()));
            if (now == null || now.enabled() == enabled) {
                return;
            }
            WorkflowRow after = now.changed(clock.instant(), enabled);
            Definition definition = definition(now);
            List<TriggerRow> set = entry.write(database, sql -> {
                WorkflowTable.update(sql, after);
                subscriptions.set(sql, after, definition, true);
                return clocks.set(sql, after.key(), definition, definition, enabled, true);
            });
            set.forEach(trigger -> jobs.remind(after.key(), trigger));
            subscriptions.remind(after.key());
        } finally {
            changing.unlock();
        }
    }

    /** Returns the compiled definition of the current version. */
    public Definition definition(WorkflowRow row) {
        return Objects.requireNonNull(definitions.find(row.key(), row.version()));
    }

    public List<VersionRow> versions(WorkflowKey key) {
        return database.read(sql -> WorkflowTable.versions(sql, texts, key));
    }

    public @Nullable VersionRow version(WorkflowKey key, String version) {
        return database.read(sql -> WorkflowTable.version(sql, texts, key, version));
    }

    public @Nullable TriggerRow clock(WorkflowKey key, String trigger) {
        return database.read(sql -> TriggerTable.find(sql, key, trigger));
    }
}
