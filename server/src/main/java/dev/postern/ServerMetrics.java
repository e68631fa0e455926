package dev.postern;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessSnapshot;
import dev.postern.access.Decision;
import dev.postern.access.Rule;
import dev.postern.audit.AuditKeeper;
import dev.postern.compute.Compute;
import dev.postern.delivery.Delivery;
import dev.postern.delivery.DeliveryCounters;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.Tenant;
import dev.postern.directory.WellKnown;
import dev.postern.http.MemoryBudget;
import dev.postern.http.connection.CloseReason;
import dev.postern.http.connection.Connections;
import dev.postern.login.LoginLog;
import dev.postern.mailbox.Indexer;
import dev.postern.mailbox.Sweeps;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.store.Database;
import dev.postern.store.DatabaseSize;
import dev.postern.store.DiskSpace;
import dev.postern.store.StoreException;
import dev.postern.workflow.engine.Metrics;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code /metrics} shows beside requests. No value names a mailbox, an application or a person: the page is open. */
final class ServerMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(ServerMetrics.class);

    /** Roles that reach into mailboxes; other roles of Graph have no scope to lack. */
    private static final Set<String> MAILBOX_FAMILIES =
            Set.of("Mail", "MailboxSettings", "MailboxFolder", "MailboxItem", "Calendars", "Contacts");

    private final PrometheusRegistry registry;

    ServerMetrics(PrometheusRegistry registry) {
        this.registry = registry;
    }

    /** What requests may hold, and hold now. */
    ServerMetrics memory(MemoryBudget memory) {
        GaugeWithCallback.builder()
                .name("postern_memory_budget_bytes")
                .help("What all requests together may hold in memory.")
                .callback(gauge -> gauge.call((double) memory.size()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("postern_memory_taken_bytes")
                .help("What requests hold of the memory budget.")
                .callback(gauge -> gauge.call((double) memory.taken()))
                .register(registry);
        return this;
    }

    /** Counts the grants that reach every mailbox because no policy narrows them, and names them in the log, once. */
    ServerMetrics unscopedGrants(Directory directory) {
        for (Tenant tenant : directory.tenants()) {
            for (String grant : unscoped(directory.latest(tenant.id()))) {
                LOG.warn("No policy narrows {} in {}: it reaches every mailbox", grant, tenant.defaultDomain());
            }
        }
        GaugeWithCallback.builder()
                .name("postern_unscoped_grants")
                .help("Grants of mailbox permissions that no application access policy narrows.")
                .callback(gauge -> gauge.call(directory.tenants().stream()
                        .mapToInt(tenant ->
                                unscoped(directory.latest(tenant.id())).size())
                        .sum()))
                .register(registry);
        return this;
    }

    private static List<String> unscoped(DirectorySnapshot directory) {
        var found = new ArrayList<String>();
        ServicePrincipal graph = directory.servicePrincipal(WellKnown.MICROSOFT_GRAPH);
        if (graph == null) {
            return found;
        }
        AccessSnapshot access = directory.access();
        for (AppRoleAssignment assignment : directory.assignmentsTo(graph.id())) {
            ServicePrincipal holder = directory.find(assignment.principal(), ServicePrincipal.class);
            if (holder == null) {
                continue;
            }
            graph.appRoles().stream()
                    .filter(role -> role.id().equals(assignment.appRoleId()))
                    .map(AppRole::value)
                    .filter(value -> MAILBOX_FAMILIES.contains(value.split("\\.")[0]))
                    .filter(value -> isUnscoped(access, holder, value))
                    .forEach(value -> found.add(value + " of application " + holder.appId()));
        }
        return found;
    }

    /** Asked of the engine itself, as if for a mailbox in no scope. */
    private static boolean isUnscoped(AccessSnapshot access, ServicePrincipal holder, String permission) {
        Set<String> permissions = Set.of(permission);
        Decision decision =
                AccessEngine.decideUnknownMailbox(access, holder.appId(), holder.id(), permissions, permissions);
        return decision.rule() == Rule.UNSCOPED;
    }

    ServerMetrics deliveries(Delivery delivery) {
        count(
                "postern_messages_accepted",
                "Messages taken for delivery.",
                delivery,
                DeliveryCounters.Snapshot::accepted);
        count("postern_copies_delivered", "Copies put into mailboxes.", delivery, DeliveryCounters.Snapshot::delivered);
        count(
                "postern_non_delivery_reports",
                "Reports of what could not be delivered.",
                delivery,
                DeliveryCounters.Snapshot::reported);
        count(
                "postern_messages_parked",
                "Messages that wait for a way out.",
                delivery,
                DeliveryCounters.Snapshot::parked);
        count(
                "postern_deliveries_retried",
                "Attempts that failed and are repeated.",
                delivery,
                DeliveryCounters.Snapshot::retried);
        return this;
    }

    ServerMetrics compute(Compute compute) {
        GaugeWithCallback.builder()
                .name("postern_compute_threads")
                .help("Threads for work whose cost its content decides.")
                .callback(gauge -> gauge.call((double) compute.pool().threads()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("postern_compute_waiting")
                .help("Work that waits for such a thread.")
                .callback(gauge -> gauge.call((double) compute.pool().waiting()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("postern_compute_cache_bytes")
                .help("Memory held by what was made of content.")
                .callback(gauge -> gauge.call((double) compute.made().held()))
                .register(registry);
        count("postern_compute_refused", "Work refused because too much waited.", compute.pool()::refused);
        count("postern_compute_late", "Work given up because it took too long.", compute.pool()::late);
        return this;
    }

    ServerMetrics search(Indexer indexer) {
        GaugeWithCallback.builder()
                .name("postern_search_backlog")
                .help("Messages that are not in the search index yet, counted up to " + Indexer.MOST_COUNTED
                        + "; a search indexes those of its mailbox first.")
                .callback(gauge -> call(gauge, indexer::waiting))
                .register(registry);
        return this;
    }

    ServerMetrics storage(Database database, DiskSpace disk, TemporaryFiles temporary, Sweeps sweeps) {
        gauge("postern_database_bytes", "Bytes of the database.", () -> database.read(DatabaseSize::of));
        gauge("postern_disk_free_bytes", "Bytes that are free on the disk of the data folder.", disk::free);
        gauge("postern_temporary_bytes", "Bytes in temporary files of requests.", temporary::bytes);
        CounterWithCallback.builder()
                .name("postern_swept")
                .help("What was removed because nobody could use it any more.")
                .labelNames("what")
                .callback(counter -> {
                    Sweeps.Removed removed = sweeps.removed();
                    counter.call((double) removed.uploads(), "uploads");
                    counter.call((double) removed.contents(), "contents");
                    counter.call((double) removed.items(), "recoverable_items");
                })
                .register(registry);
        return this;
    }

    private void gauge(String name, String help, LongSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(gauge -> call(gauge, value))
                .register(registry);
    }

    /** What only the database could tell is left out while that is away: the page answers all the same. */
    private static void call(GaugeWithCallback.Callback gauge, LongSupplier value) {
        try {
            gauge.call((double) value.getAsLong());
        } catch (StoreException e) {
            LOG.debug("A value of the metrics could not be read", e);
        }
    }

    private void count(String name, String help, Delivery delivery, ToLongFunction<DeliveryCounters.Snapshot> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(counter -> counter.call(
                        (double) value.applyAsLong(delivery.counters().snapshot())))
                .register(registry);
    }

    private void count(String name, String help, LongSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(counter -> counter.call((double) value.getAsLong()))
                .register(registry);
    }

    ServerMetrics logins(LoginLog logins) {
        CounterWithCallback.builder()
                .name("postern_token_requests")
                .help("Requests for tokens: issued, or refused by AADSTS number.")
                .labelNames("outcome")
                .callback(counter -> logins.counts().forEach((outcome, number) -> counter.call(number, outcome)))
                .register(registry);
        return this;
    }

    ServerMetrics audit(AuditKeeper audit) {
        GaugeWithCallback.builder()
                .name("postern_audit_problems")
                .help("Problems that the last verification of the audit found; the log names them.")
                .callback(gauge -> gauge.call((double) audit.problems()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("postern_audit_verified_timestamp_seconds")
                .help("When the last verification of the audit ended; 0 before the first.")
                .callback(gauge -> gauge.call((double) audit.verifiedAt()))
                .register(registry);
        return this;
    }

    ServerMetrics connections(Connections connections) {
        GaugeWithCallback.builder()
                .name("postern_connections")
                .help("Open connections of all listeners.")
                .callback(gauge -> gauge.call(connections.open()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("postern_connections_allowed")
                .help("Connections that may be open at once.")
                .callback(gauge -> gauge.call(connections.most()))
                .register(registry);
        CounterWithCallback.builder()
                .name("postern_connections_closed")
                .help("Connections that ended, by the reason: done, a time limit, or room for others.")
                .labelNames("reason")
                .callback(counter -> {
                    for (CloseReason reason : CloseReason.values()) {
                        counter.call((double) connections.closed(reason), reason.label());
                    }
                })
                .register(registry);
        return this;
    }

    ServerMetrics workflows(Metrics workflows) {
        CounterWithCallback.builder()
                .name("postern_workflow_runs")
                .help("Workflow runs that have ended.")
                .labelNames("outcome")
                .callback(counter -> {
                    counter.call((double) workflows.succeeded(), "succeeded");
                    counter.call((double) workflows.failed(), "other");
                })
                .register(registry);
        CounterWithCallback.builder()
                .name("postern_workflow_recurrences_missed")
                .help("Recurrences that were due while nobody was there.")
                .callback(counter -> counter.call((double) workflows.missedFires()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("postern_workflow_recurrence_lateness_seconds_max")
                .help("The most by which a recurrence was late since the start.")
                .callback(gauge -> gauge.call(workflows.worstLateness() / 1000.0))
                .register(registry);
        return this;
    }
}
