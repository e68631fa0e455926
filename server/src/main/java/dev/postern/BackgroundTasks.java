package dev.postern;

import dev.postern.console.Console;
import dev.postern.graph.mail.DeferredMail;
import dev.postern.http.HttpMetrics;
import dev.postern.http.TrafficHistory;
import dev.postern.http.tls.LocalAuthority;
import dev.postern.trace.TraceSweep;
import java.time.Duration;
import java.util.Optional;

/** The periodic tasks of a server, and their intervals. */
final class BackgroundTasks {
    /** Four reads within the second in which a change must take effect on every node, in case one of them is late. */
    private static final Duration BETWEEN_REFRESHES = Duration.ofMillis(250);

    private static final Duration BETWEEN_CERTIFICATE_CHECKS = Duration.ofSeconds(2);

    private BackgroundTasks() {}

    /** Reads the changes of other nodes on separate threads, so that no other task can delay it. */
    static Background refresh(Core core) {
        Background refresh = new Background(2);
        refresh.every(BETWEEN_REFRESHES, "Reading the signing keys", core.keys()::refresh);
        refresh.every(BETWEEN_REFRESHES, "Reading the directory's changes", core.directory()::refresh);
        return refresh;
    }

    static Background start(
            Core core,
            AuditUpkeep audit,
            AdministratorFiles administrator,
            SignIn signIn,
            LocalAuthority authority,
            Optional<OwnCertificateReload> certificate,
            HttpMetrics callers,
            TrafficHistory traffic,
            MailboxRetention retention,
            Duration traces,
            Console console,
            DeferredMail deferred,
            Notifications notifications) {
        Background background = new Background(2);
        Duration minute = Duration.ofMinutes(1);
        background.every(Duration.ofMillis(500), "Writing the audit of reads", core.audit()::flush);
        background.every(minute, "Anchoring the audit", audit.anchoring()::round);
        background.every(
                Duration.ofSeconds(1),
                "Indexing for the search",
                new IdleTask(callers::requests, core.mailboxes().indexer()::round));
        background.every(TrafficHistory.PART.dividedBy(3), "Counting the traffic", traffic::count);
        background.every(Duration.ofSeconds(1), "Sending deferred mail", deferred::round);
        background.every(minute, "Maintaining the subscriptions", notifications::upkeep);
        background.every(minute, "Removing unused data", retention::unusedData);
        background.every(minute, "Forgetting received messages", core.received()::forget);
        background.every(minute, "Removing purged items", retention::purgedItems);
        background.every(
                minute,
                "Removing old traces",
                () -> new TraceSweep(core.database())
                        .removeBefore(core.clock().instant().minus(traces)));
        background.every(Duration.ofHours(1), "Removing the data of removed mailboxes", retention::removedMailboxes);
        background.every(minute, "Maintaining the signing keys", core.keys()::maintain);
        background.every(minute, "Forgetting used assertions", signIn.used()::forgetExpired);
        background.every(minute, "Removing sessions of the console", console::sweep);
        background.every(minute, "Summing up failed logins", signIn.log()::sumUp);
        background.every(minute, "Renewing the administrator's secret", administrator::renew);
        background.every(Duration.ofDays(1), "Renewing the server's certificate", authority::renewIfDue);
        certificate.ifPresent(own ->
                background.every(BETWEEN_CERTIFICATE_CHECKS, "Reading the certificate that the operator brought", own));
        return background;
    }
}
