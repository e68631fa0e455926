package dev.postern.smtp.client;

import dev.postern.smtp.DomainNames;
import dev.postern.smtp.Reply;
import dev.postern.smtp.client.AddressFilter.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Sends messages to smarthosts and to the hosts of domains. Keeps connections for the next message for a few seconds. */
public final class SmtpSender implements MailSending {
    private static final int MAX_HOSTS = 5;

    private final Opening opening;
    private final SmarthostOptions smarthost;
    private final @Nullable DirectOptions direct;
    private final HostNames names;
    private final RandomGenerator random;
    private final IdleConnections idle;
    private final ScheduledThreadPoolExecutor timer;
    private final Set<DialogueDeadline> open = ConcurrentHashMap.newKeySet();

    /**
     * @param hostname our name in EHLO
     * @param direct null if mail goes to smarthosts only
     */
    public SmtpSender(
            String hostname,
            SmarthostOptions smarthost,
            @Nullable DirectOptions direct,
            HostNames names,
            RandomGenerator random) {
        this(
                new Opening(hostname, Duration.ofSeconds(15), Duration.ofSeconds(60)),
                smarthost,
                direct,
                names,
                random,
                System::nanoTime);
    }

    SmtpSender(
            Opening opening,
            SmarthostOptions smarthost,
            @Nullable DirectOptions direct,
            HostNames names,
            RandomGenerator random,
            LongSupplier nanos) {
        this.opening = opening;
        this.smarthost = smarthost;
        this.direct = direct;
        this.names = names;
        this.random = random;
        this.idle = new IdleConnections(nanos);
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("smtp-deadline").factory());
        timer.setRemoveOnCancelPolicy(true);
        var _ = timer.scheduleWithFixedDelay(idle::sweep, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public SendResult send(Destination destination, OutgoingMail mail, Duration limit) {
        try (DialogueDeadline deadline = new DialogueDeadline(timer, limit)) {
            open.add(deadline);
            return send(destination, mail, deadline);
        }
    }

    private SendResult send(Destination destination, OutgoingMail mail, DialogueDeadline deadline) {
        try {
            Attempt attempt = new Attempt(destination, mail, deadline, opening, idle);
            if (!attempt.overKept() && !attempt.isLate()) {
                switch (destination) {
                    case Destination.Smarthost host -> toSmarthost(attempt, host);
                    case Destination.Domain(var domain) -> toDomain(attempt, domain);
                }
            }
            return attempt.result();
        } finally {
            open.remove(deadline);
        }
    }

    /** The connections that wait for another message. */
    IdleConnections idle() {
        return idle;
    }

    private void toSmarthost(Attempt attempt, Destination.Smarthost host) {
        List<InetAddress> addresses;
        try {
            addresses = names.find(host.host());
        } catch (IOException e) {
            attempt.failed("", OwnReply.later("4.4.3", "The address of " + host.host() + " is not known."));
            return;
        }
        attempt.over(new HostTarget(
                host.host(), host.port(), addresses, smarthost.tls(), smarthost.trust(), smarthost.login()));
    }

    private void toDomain(Attempt attempt, String domain) {
        DirectOptions options = direct;
        if (options == null) {
            attempt.failed("", OwnReply.later("4.4.4", "Mail is not sent to the hosts of domains."));
            return;
        }
        Optional<String> name = DomainNames.ascii(domain);
        if (name.isEmpty()) {
            attempt.failed("", OwnReply.never(550, "5.1.2", "The name of the domain is not valid."));
            return;
        }
        switch (new MailHosts(options.dns(), opening.hostname(), random).of(name.get())) {
            case MailHosts.Found.Nowhere(var reply) -> attempt.failed("", reply);
            case MailHosts.Found.Hosts(var hosts) -> toHosts(attempt, name.get(), hosts, options);
        }
    }

    private void toHosts(Attempt attempt, String domain, List<String> hosts, DirectOptions options) {
        StsPolicies policies = options.policies();
        StsPolicy policy = policies == null ? null : policies.of(domain).orElse(null);
        TlsUse tls = policy == null ? TlsUse.OPPORTUNISTIC : TlsUse.STARTTLS;
        int tried = 0;
        for (String host : hosts) {
            if (tried++ == MAX_HOSTS || attempt.isLate()) {
                return;
            }
            if (policy != null && !policy.allows(host)) {
                attempt.failed(
                        "",
                        OwnReply.later("4.7.0", "The policy of " + domain + " does not name its host " + host + "."));
                continue;
            }
            Addresses found = addresses(domain, host, options);
            if (found.problem != null) {
                attempt.failed("", found.problem);
            }
            if (found.ours) {
                // hosts behind us in the list would send it back
                return;
            }
            if (!found.addresses.isEmpty()
                    && attempt.over(
                            new HostTarget(host, options.port(), found.addresses, tls, options.trust(), null))) {
                return;
            }
        }
    }

    private record Addresses(
            List<InetAddress> addresses,
            boolean ours,
            @Nullable Reply problem) {}

    private static Addresses addresses(String domain, String host, DirectOptions options) {
        return switch (options.dns().addresses(host)) {
            case Dns.Answer.Failed<InetAddress>(var reason) ->
                new Addresses(List.of(), false, OwnReply.later("4.4.3", reason));
            case Dns.Answer.None<InetAddress> none ->
                new Addresses(
                        List.of(),
                        false,
                        OwnReply.never(550, "5.4.4", "The host " + host + " of " + domain + " has no address."));
            case Dns.Answer.Found<InetAddress>(var found) -> allowed(domain, host, found, options);
        };
    }

    private static Addresses allowed(String domain, String host, List<InetAddress> found, DirectOptions options) {
        var allowed = new ArrayList<InetAddress>();
        for (InetAddress one : found) {
            Verdict verdict = options.filter().check(new InetSocketAddress(one, options.port()));
            if (verdict == Verdict.OURSELVES) {
                return new Addresses(List.of(), true, MailHosts.loop(domain));
            }
            if (verdict == Verdict.ALLOWED) {
                allowed.add(one);
            }
        }
        return new Addresses(
                allowed,
                false,
                allowed.isEmpty()
                        ? OwnReply.never(550, "5.4.4", "The host " + host + " of " + domain + " has no public address.")
                        : null);
    }

    /** Cuts the dialogues in progress. */
    @Override
    public void close() {
        timer.shutdownNow();
        open.forEach(DialogueDeadline::pass);
        idle.close();
    }
}
