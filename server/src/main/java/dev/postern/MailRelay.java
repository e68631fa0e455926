package dev.postern;

import dev.postern.outbound.AllowedTargets;
import dev.postern.outbound.NoResponse;
import dev.postern.outbound.OutboundClient;
import dev.postern.outbound.OutboundRequest;
import dev.postern.outbound.OutboundResponse;
import dev.postern.outbound.TargetPolicy;
import dev.postern.relay.RelayRoute;
import dev.postern.relay.RelayService;
import dev.postern.relay.RelayTimes;
import dev.postern.settings.Settings;
import dev.postern.smtp.client.AddressFilter;
import dev.postern.smtp.client.ClientTls;
import dev.postern.smtp.client.DirectOptions;
import dev.postern.smtp.client.DnsResolver;
import dev.postern.smtp.client.HostNames;
import dev.postern.smtp.client.Login;
import dev.postern.smtp.client.MailSending;
import dev.postern.smtp.client.SmarthostOptions;
import dev.postern.smtp.client.SmtpSender;
import dev.postern.smtp.client.StsPolicies;
import dev.postern.smtp.client.TlsUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Assembles the sending of mail to other domains, if a route is configured. */
final class MailRelay {
    private static final int SMTP_PORT = 25;
    private static final int MAX_POLICY_BYTES = 64 << 10;
    private static final Duration LOOKUP = Duration.ofSeconds(10);
    private static final Duration FETCH = Duration.ofSeconds(30);

    private final Core core;
    private final Settings settings;
    private final OutboundClient web;
    private final RandomGenerator random;

    /** @param web fetches the policies of domains */
    MailRelay(Core core, Settings settings, OutboundClient web, RandomGenerator random) {
        this.core = core;
        this.settings = settings;
        this.web = web;
        this.random = random;
    }

    /** The service, not started; empty without a route. */
    Optional<RelayService> service() {
        return Optional.of(settings.relay())
                .filter(Settings.Relay::isOn)
                .map(on -> core.relay(new RelayService.Way(
                        route(on),
                        client(on),
                        core.dkimKeys(),
                        on.connections(),
                        new RelayTimes(on.firstRetry(), on.expire()))));
    }

    private static RelayRoute route(Settings.Relay settings) {
        return settings.host()
                .<RelayRoute>map(host -> new RelayRoute.Smarthost(host.name(), host.port()))
                .orElseGet(RelayRoute.Direct::new);
    }

    private MailSending client(Settings.Relay relay) {
        return new SmtpSender(
                settings.receiving().hostname(),
                relay.host().map(MailRelay::smarthost).orElseGet(MailRelay::noSmarthost),
                relay.direct() ? direct() : null,
                HostNames.SYSTEM,
                random);
    }

    private static SmarthostOptions smarthost(Settings.RelayHost host) {
        TlsUse tls = switch (host.tls()) {
            case STARTTLS -> TlsUse.STARTTLS;
            case TLS -> TlsUse.TLS;
            case NONE -> TlsUse.NONE;
        };
        return new SmarthostOptions(
                tls,
                trust(host),
                host.login()
                        .map(login -> new Login.Password(login.user(), login.password()))
                        .orElse(null));
    }

    private static ClientTls trust(Settings.RelayHost host) {
        if (host.authorities().isEmpty()) {
            return ClientTls.ofSystem();
        }
        try {
            return ClientTls.ofFile(host.authorities().get());
        } catch (IOException e) {
            throw new UncheckedIOException("relay.ca-file cannot be read: " + e.getMessage(), e);
        }
    }

    private static SmarthostOptions noSmarthost() {
        return new SmarthostOptions(TlsUse.STARTTLS, ClientTls.ofSystem(), null);
    }

    private DirectOptions direct() {
        DnsResolver dns = DnsResolver.ofSystem(LOOKUP);
        return new DirectOptions(
                dns, SMTP_PORT, filter(), ClientTls.ofSystem(), new StsPolicies(dns, this::policy, core.clock()));
    }

    /** Hosts inside of our network get mail only if calls to them are allowed. */
    private AddressFilter filter() {
        AllowedTargets allowed = AllowedTargets.of(settings.outbound().allowedTargets());
        AddressFilter internet = AddressFilter.ofInternet(this::isOurs);
        return address -> {
            AddressFilter.Verdict verdict = internet.check(address);
            return verdict == AddressFilter.Verdict.INSIDE && allowed.hasAddress(address.getAddress())
                    ? AddressFilter.Verdict.ALLOWED
                    : verdict;
        };
    }

    private boolean isOurs(InetSocketAddress address) {
        boolean port = settings.receiving()
                .smtp()
                .filter(one -> one.port() == address.getPort())
                .isPresent();
        try {
            return port && NetworkInterface.getByInetAddress(address.getAddress()) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private String policy(String domain) throws IOException {
        URI uri = URI.create("https://mta-sts." + domain + "/.well-known/mta-sts.txt");
        try {
            OutboundResponse response = web.send(
                    OutboundRequest.get(uri, Map.of()),
                    "mta-sts",
                    new OutboundClient.Bounds(TargetPolicy.Plain.ONLY_WHERE_ALLOWED, FETCH, MAX_POLICY_BYTES));
            if (response.status() != 200) {
                throw new IOException(uri + " returned " + response.status());
            }
            return new String(response.body(), StandardCharsets.UTF_8);
        } catch (NoResponse e) {
            throw new IOException("The policy of " + domain + " could not be fetched", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the policy of " + domain + " was fetched", e);
        }
    }
}
