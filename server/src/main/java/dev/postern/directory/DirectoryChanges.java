package dev.postern.directory;

import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.store.Database;
import dev.postern.store.DuplicateKey;
import dev.postern.store.OutcomeUnknown;
import dev.postern.store.Sql;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits drafts, one after the other for each tenant. The next snapshot is made before the commit and published right after it, so
 * that a change is in force as soon as it is durable. Thread-safe.
 */
final class DirectoryChanges {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryChanges.class);
    /** How long a change waits for other changes; shorter than callers wait for their response. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private final Database database;
    private final DirectoryRows rows;
    private final Audit audit;
    private final InstantSource clock;
    private final CurrentSnapshots current;
    private final long maxWeight;
    private final Map<TenantId, ReentrantLock> changing = new ConcurrentHashMap<>();

    DirectoryChanges(
            Database database,
            DirectoryRows rows,
            Audit audit,
            InstantSource clock,
            CurrentSnapshots current,
            long maxWeight) {
        this.database = database;
        this.rows = rows;
        this.audit = audit;
        this.clock = clock;
        this.current = current;
        this.maxWeight = maxWeight;
    }

    /** What is to be changed, by whom. */
    record Change<T extends @Nullable Object>(
            TenantId tenant, Actor actor, boolean maintenance, Function<Draft, T> function) {
        Draft draft(DirectorySnapshot before) {
            return new Draft(before, actor, maintenance);
        }
    }

    long maxWeight() {
        return maxWeight;
    }

    <T extends @Nullable Object> T make(Change<T> change) {
        ReentrantLock turn = changing.computeIfAbsent(change.tenant(), _ -> new ReentrantLock(true));
        try {
            if (!turn.tryLock(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DirectoryFailure.NotCurrent(
                        "Too many changes of tenant " + change.tenant() + " at the same time. Try again later.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DirectoryFailure.NotCurrent("The server is stopping");
        }
        try {
            Changed<T> made = makeOnKnown(change);
            return made == null ? makeLocked(change) : made.result();
        } catch (OutcomeUnknown e) {
            current.refreshIfPossible();
            throw e;
        } finally {
            turn.unlock();
        }
    }

    private record Changed<T extends @Nullable Object>(T result) {}

    /** Writes a new tenant with its drafts, each of which continues the one before it, in one transaction. */
    void create(Tenant tenant, List<Draft> drafts, Actor actor) {
        Draft last = drafts.getLast();
        if (current.weight() + last.weight() > maxWeight) {
            throw new DirectoryFailure.QuotaExceeded();
        }
        DirectorySnapshot after = last.after();
        try {
            database.write(sql -> {
                rows.insert(sql, tenant);
                for (Draft draft : drafts) {
                    rows.lock(sql, tenant.id());
                    save(sql, draft, actor);
                }
                return true;
            });
        } catch (DuplicateKey e) {
            throw new DirectoryFailure.AlreadyExists("domain", tenant.defaultDomain());
        } catch (OutcomeUnknown e) {
            current.refreshIfPossible();
            throw e;
        }
        current.publish(after);
    }

    /** On the snapshot of this node; null when another node has changed the tenant. The function runs outside of any transaction. */
    private <T extends @Nullable Object> @Nullable Changed<T> makeOnKnown(Change<T> change) {
        TenantId tenant = change.tenant();
        Draft draft = change.draft(current.latest(tenant));
        T result;
        try {
            result = change.function().apply(draft);
            checkQuota(change, draft);
        } catch (DirectoryFailure e) {
            // the reason for the refusal may be outdated
            if (database.readApart(sql -> rows.revision(sql, tenant))
                    != draft.before().revision()) {
                return null;
            }
            throw e;
        }
        if (draft.isEmpty()) {
            return new Changed<>(result);
        }
        DirectorySnapshot after = draft.after();
        // computed here and kept by the draft, so that nothing delays the change after its commit
        var _ = draft.widenings();
        boolean won = database.write(sql -> {
            if (!rows.advance(sql, tenant, draft.before().revision())) {
                return false;
            }
            save(sql, draft, change.actor());
            return true;
        });
        if (!won) {
            return null;
        }
        publish(draft, after);
        return new Changed<>(result);
    }

    /** Refuses growth beyond the limit. What makes the directory smaller, and what the server itself needs, is never refused. */
    private void checkQuota(Change<?> change, Draft draft) {
        long growth = draft.weight() - draft.before().facts().weight();
        if (growth > 0 && !change.maintenance() && current.weight() + growth > maxWeight) {
            throw new DirectoryFailure.QuotaExceeded();
        }
    }

    /** The result of a locked attempt, before it is committed. */
    private record Prepared(Draft draft, DirectorySnapshot after) {}

    /** With the tenant locked in the database from before it is read, so that this attempt is the last. */
    private <T extends @Nullable Object> T makeLocked(Change<T> change) {
        TenantId tenant = change.tenant();
        var result = new AtomicReference<@Nullable Changed<T>>();
        try {
            Prepared prepared = database.write(sql -> {
                long revision = rows.lock(sql, tenant);
                Draft draft = change.draft(current.load(sql, tenant, current.latest(tenant), revision));
                result.set(new Changed<>(change.function().apply(draft)));
                checkQuota(change, draft);
                if (draft.isEmpty()) {
                    throw new NothingChanged();
                }
                save(sql, draft, change.actor());
                return new Prepared(draft, draft.after());
            });
            publish(prepared.draft(), prepared.after());
        } catch (NothingChanged e) {
            // the end of the transaction released the lock
        }
        return Objects.requireNonNull(result.get()).result();
    }

    private void publish(Draft draft, DirectorySnapshot after) {
        current.publish(after);
        draft.widenings().forEach(LOG::warn);
    }

    /** Rolls back a transaction that locked the tenant and changed nothing. */
    private static final class NothingChanged extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Writes a draft and its audit row; the tenant's revision has been increased already. */
    void save(Sql sql, Draft draft, Actor actor) {
        TenantId tenant = draft.before().tenant().id();
        rows.save(sql, tenant, draft.before().revision() + 1, draft);
        audit.append(
                sql,
                new AuditEntry(
                        tenant,
                        null,
                        clock.instant(),
                        actor,
                        "directory",
                        draft.describe(),
                        "changed",
                        null,
                        null,
                        null));
    }
}
