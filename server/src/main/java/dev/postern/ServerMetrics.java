package dev.postern;

import dev.postern.audit.AuditKeeper;
import dev.postern.compute.Compute;
import dev.postern.delivery.Delivery;
import dev.postern.delivery.DeliveryCounters;
import dev.postern.directory.Directory;
import dev.postern.directory.Tenant;
import dev.postern.http.MemoryBudget;
import dev.postern.http.connection.CloseReason;
import dev.postern.http.connection.Connections;
import dev.postern.login.LoginLog;
import dev.postern.mailbox.Indexer;
import dev.postern.mailbox.Sweeps;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.mailbox.event.ShownEvents;
import dev.postern.relay.QueueAdministration;
import dev.postern.relay.RelayCounters;
import dev.postern.smtp.server.MailCounters;
import dev.postern.smtp.server.Refusal;
import dev.postern.store.Database;
import dev.postern.store.DatabaseSize;
import dev.postern.store.DiskSpace;
import dev.postern.store.StoreException;
import dev.postern.subscription.NotificationCounters;
import dev.postern.subscription.NotificationWorker;
import dev.postern.subscription.SubscriptionScan;
import dev.postern.workflow.job.Metrics;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics besides those of requests. No value identifies a mailbox, an application or a person, because the page needs no authentication. */
final class ServerMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(ServerMetrics.class);

    private final PrometheusRegistry registry;

    ServerMetrics(PrometheusRegistry registry) {
        this.registry = registry;
    }

    /** Adds the metrics of the core. */
    ServerMetrics core(Core core, ServerStorage storage) {
        return unscopedGrants(core.directory())
                .deliveries(core.delivery())
                .queue(core.queue())
                .search(core.mailboxes().indexer())
                .storage(
                        core.database(),
                        storage.disk(),
                        storage.temporary(),
                        core.mailboxes().sweeps());
    }

    /** Adds the memory budget and its use. */
    ServerMetrics memory(MemoryBudget memory) {
        GaugeWithCallback.builder()
                .name("postern_memory_budget_bytes")
                .help("Memory budget of all requests together.")
                .callback(gauge -> gauge.call((double) memory.size()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("postern_memory_taken_bytes")
                .help("Memory that requests use of the budget.")
                .callback(gauge -> gauge.call((double) memory.taken()))
                .register(registry);
        return this;
    }

    /** Counts the grants for every mailbox, because no policy restricts them, and logs each once. */
    private ServerMetrics unscopedGrants(Directory directory) {
        for (Tenant tenant : directory.tenants()) {
            for (String grant : UnscopedGrants.in(directory.latest(tenant.id()))) {
                LOG.warn("No policy restricts {} in {}: it can access every mailbox", grant, tenant.defaultDomain());
            }
        }
        GaugeWithCallback.builder()
                .name("postern_unscoped_grants")
                .help("Grants of mailbox permissions that no application access policy restricts.")
                .callback(gauge -> gauge.call(directory.tenants().stream()
                        .mapToInt(tenant ->
                                UnscopedGrants.in(directory.latest(tenant.id())).size())
                        .sum()))
                .register(registry);
        return this;
    }

    private ServerMetrics deliveries(Delivery delivery) {
        count(
                "postern_messages_accepted",
                "Messages accepted for delivery.",
                delivery,
                DeliveryCounters.Snapshot::accepted);
        count(
                "postern_copies_delivered",
                "Copies delivered to mailboxes.",
                delivery,
                DeliveryCounters.Snapshot::delivered);
        count("postern_non_delivery_reports", "Non-delivery reports.", delivery, DeliveryCounters.Snapshot::reported);
        count(
                "postern_messages_parked",
                "Messages to external recipients that are waiting.",
                delivery,
                DeliveryCounters.Snapshot::parked);
        count(
                "postern_deliveries_retried",
                "Failed attempts that will be retried.",
                delivery,
                DeliveryCounters.Snapshot::retried);
        return this;
    }

    private ServerMetrics queue(QueueAdministration queue) {
        gauge(
                "postern_relay_waiting",
                "Rows of mail to other domains: one for each message and domain.",
                () -> queue.totals().rows());
        GaugeWithCallback.builder()
                .name("postern_relay_oldest_timestamp_seconds")
                .help("When the oldest mail to other domains was submitted; absent without any.")
                .callback(gauge -> {
                    try {
                        Instant oldest = queue.totals().oldest();
                        if (oldest != null) {
                            gauge.call((double) oldest.getEpochSecond());
                        }
                    } catch (StoreException e) {
                        LOG.debug("A metric could not be read", e);
                    }
                })
                .register(registry);
        return this;
    }

    /** Adds the metrics of attempts to send mail to other domains. */
    ServerMetrics relay(RelayCounters relay) {
        CounterWithCallback.builder()
                .name("postern_relay_recipients")
                .help("Recipients in other domains by the outcomes of attempts.")
                .labelNames("outcome")
                .callback(counter -> {
                    RelayCounters.Snapshot now = relay.snapshot();
                    counter.call((double) now.sent(), "sent");
                    counter.call((double) now.deferred(), "deferred");
                    counter.call((double) now.failed(), "failed");
                    counter.call((double) now.expired(), "expired");
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("postern_relay_sessions")
                .help("Attempts to send to other hosts that are in progress.")
                .callback(gauge -> gauge.call((double) relay.snapshot().sessions()))
                .register(registry);
        return this;
    }

    ServerMetrics compute(Compute compute) {
        GaugeWithCallback.builder()
                .name("postern_compute_threads")
                .help("Threads for CPU-bound work.")
                .callback(gauge -> gauge.call((double) compute.pool().threads()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("postern_compute_waiting")
                .help("CPU-bound jobs that wait for a thread.")
                .callback(gauge -> gauge.call((double) compute.pool().waiting()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("postern_compute_cache_bytes")
                .help("Memory of the cache for data derived from content.")
                .callback(gauge -> gauge.call((double) compute.made().size()))
                .register(registry);
        count("postern_compute_refused", "Jobs refused because the queue was full.", compute.pool()::refused);
        count("postern_compute_late", "Jobs aborted because they took too long.", compute.pool()::late);
        return this;
    }

    ServerMetrics shown(ShownEvents events) {
        GaugeWithCallback.builder()
                .name("postern_shown_events_bytes")
                .help("Memory of the cache for events as views show them.")
                .callback(gauge -> gauge.call((double) events.size()))
                .register(registry);
        return this;
    }

    private ServerMetrics search(Indexer indexer) {
        GaugeWithCallback.builder()
                .name("postern_search_backlog")
                .help("Messages that are not in the search index yet, counted up to " + Indexer.MAX_BACKLOG_COUNTED
                        + "; a search indexes those of its mailbox first.")
                .callback(gauge -> call(gauge, indexer::waiting))
                .register(registry);
        return this;
    }

    private ServerMetrics storage(Database database, DiskSpace disk, TemporaryFiles temporary, Sweeps sweeps) {
        gauge("postern_database_bytes", "Bytes of the database.", () -> database.read(DatabaseSize::of));
        gauge("postern_disk_free_bytes", "Bytes that are free on the disk of the data directory.", disk::free);
        gauge("postern_temporary_bytes", "Bytes in temporary files of requests.", temporary::bytes);
        CounterWithCallback.builder()
                .name("postern_swept")
                .help("Rows and files removed because they were no longer used.")
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

    /** If the database is unavailable, its metrics are omitted and the page is still served. */
    private static void call(GaugeWithCallback.Callback gauge, LongSupplier value) {
        try {
            gauge.call((double) value.getAsLong());
        } catch (StoreException e) {
            LOG.debug("A metric could not be read", e);
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
                .help("Token requests: issued, or refused by AADSTS number.")
                .labelNames("outcome")
                .callback(counter -> logins.counts().forEach((outcome, number) -> counter.call(number, outcome)))
                .register(registry);
        return this;
    }

    ServerMetrics audit(AuditKeeper audit) {
        GaugeWithCallback.builder()
                .name("postern_audit_problems")
                .help("Problems found by the last verification of the audit; the log lists them.")
                .callback(gauge -> gauge.call((double) audit.problems()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("postern_audit_verified_timestamp_seconds")
                .help("When the last verification of the audit ended; 0 before the first.")
                .callback(gauge -> gauge.call((double) audit.verifiedAt()))
                .register(registry);
        return this;
    }

    /**
     * @param expires returns the end of the certificate that the server presents
     * @param refused returns how often a changed certificate of the operator was refused
     */
    ServerMetrics certificate(Supplier<Instant> expires, LongSupplier refused) {
        count("postern_tls_certificate_reloads_refused", "Changed certificates that were refused.", refused);
        GaugeWithCallback.builder()
                .name("postern_tls_certificate_expiry_timestamp_seconds")
                .help("End of the validity of the server certificate.")
                .callback(gauge -> gauge.call((double) expires.get().getEpochSecond()))
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
                .help("Maximum number of open connections.")
                .callback(gauge -> gauge.call(connections.max()))
                .register(registry);
        CounterWithCallback.builder()
                .name("postern_connections_closed")
                .help("Closed connections by reason: done, a time limit, or replaced by others.")
                .labelNames("reason")
                .callback(counter -> {
                    for (CloseReason reason : CloseReason.values()) {
                        counter.call((double) connections.closed(reason), reason.label());
                    }
                })
                .register(registry);
        return this;
    }

    /** Adds what the listeners for mail have received and refused. */
    ServerMetrics received(MailCounters mail) {
        gauge("postern_mail_connections", "Open connections of SMTP and LMTP.", mail::open);
        count("postern_mail_connections_accepted", "Connections of SMTP and LMTP.", mail::connections);
        count("postern_mail_received", "Messages received over SMTP and LMTP.", mail::messages);
        count("postern_mail_received_recipients", "Recipients of these messages.", mail::recipients);
        CounterWithCallback.builder()
                .name("postern_mail_refused")
                .help("Refused connections, commands, recipients and messages of SMTP and LMTP, by reason.")
                .labelNames("reason")
                .callback(counter -> {
                    for (Refusal refusal : Refusal.values()) {
                        counter.call((double) mail.refused(refusal), refusal.label());
                    }
                })
                .register(registry);
        return this;
    }

    ServerMetrics notifications(NotificationWorker worker) {
        gauge(
                "postern_subscriptions",
                "Live subscriptions of all tenants, counted up to " + SubscriptionScan.MAX_COUNTED + ".",
                worker::live);
        gauge(
                "postern_notifications_waiting",
                "Notifications that their endpoint has not accepted yet, of all nodes, counted up to "
                        + SubscriptionScan.MAX_COUNTED + ".",
                worker::waiting);
        NotificationCounters counters = worker.counters();
        count(
                "postern_notifications_sent",
                "Notifications that an endpoint has accepted.",
                () -> counters.snapshot().sent());
        count(
                "postern_notifications_failed",
                "Notifications in requests that were not accepted; each attempt counts.",
                () -> counters.snapshot().failed());
        count(
                "postern_notifications_dropped",
                "Notifications that are never sent.",
                () -> counters.snapshot().dropped());
        count(
                "postern_subscriptions_ended",
                "Subscriptions that ended because their application lost access.",
                () -> counters.snapshot().ended());
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
                .help("Recurrences that were due while the server was not running.")
                .callback(counter -> counter.call((double) workflows.missedFires()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("postern_workflow_recurrence_lateness_seconds_max")
                .help("Maximum delay of a recurrence since the start.")
                .callback(gauge -> gauge.call(workflows.worstLateness() / 1000.0))
                .register(registry);
        return this;
    }
}
