package dev.postern.smtp.client;

import dev.postern.smtp.Reply;
import dev.postern.smtp.client.Dns.Answer;
import dev.postern.smtp.client.Dns.MailHost;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The hosts that accept mail for a domain, in the order in which they are tried (RFC 5321, section 5.1; RFC 7505). */
final class MailHosts {
    private final Dns dns;
    private final String hostname;
    private final RandomGenerator random;

    /** @param hostname our own, which ends the list */
    MailHosts(Dns dns, String hostname, RandomGenerator random) {
        this.dns = dns;
        this.hostname = hostname.toLowerCase(Locale.ROOT);
        this.random = random;
    }

    /** The hosts of a domain, or why there are none. */
    sealed interface Found {
        record Hosts(List<String> names) implements Found {}

        record Nowhere(Reply reply) implements Found {}
    }

    Found of(String domain) {
        return switch (dns.mailHosts(domain)) {
            case Answer.Found<MailHost>(var hosts) -> ordered(domain, hosts);
            // the domain itself is the host; that the name does not exist is known only with the addresses
            case Answer.None<MailHost>(var exists) ->
                exists
                        ? named(domain, List.of(domain))
                        : new Found.Nowhere(OwnReply.never(550, "5.1.2", "The domain " + domain + " does not exist."));
            case Answer.Failed<MailHost>(var reason) -> new Found.Nowhere(OwnReply.later("4.4.3", reason));
        };
    }

    private Found ordered(String domain, List<MailHost> hosts) {
        List<MailHost> named = new ArrayList<>(
                hosts.stream().filter(host -> !host.name().isEmpty()).toList());
        if (named.isEmpty()) {
            return new Found.Nowhere(OwnReply.never(556, "5.1.10", "The domain " + domain + " accepts no mail."));
        }
        Collections.shuffle(named, random);
        named.sort(Comparator.comparingInt(MailHost::preference));
        int ours = named.stream()
                .filter(host -> host.name().equals(hostname))
                .mapToInt(MailHost::preference)
                .min()
                .orElse(Integer.MAX_VALUE);
        return named(
                domain,
                named.stream()
                        .filter(host -> host.preference() < ours)
                        .map(MailHost::name)
                        .distinct()
                        .toList());
    }

    private Found named(String domain, List<String> names) {
        return names.isEmpty() || names.getFirst().equals(hostname)
                ? new Found.Nowhere(loop(domain))
                : new Found.Hosts(names);
    }

    static Reply loop(String domain) {
        return OwnReply.never(
                554, "5.4.6", "DNS names this server for " + domain + ", but it has no mailboxes of this domain.");
    }
}
