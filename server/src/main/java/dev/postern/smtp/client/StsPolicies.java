package dev.postern.smtp.client;

import dev.postern.smtp.client.Dns.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The policies of domains (MTA-STS, RFC 8461), fetched when DNS names a new one and kept as long as they say, at most 30 days. A policy that
 * is kept stays in force when DNS or its web server cannot be reached. Thread-safe.
 */
public final class StsPolicies {
    private static final int MAX_KEPT = 1_000;
    private static final int MAX_LENGTH = 64 * 1024;
    private static final Duration AGAIN = Duration.ofMinutes(5);
    private static final Pattern RECORD =
            Pattern.compile("v=STSv1\\s*;\\s*(?:.*;\\s*)?id=([A-Za-z0-9]{1,32})\\s*(?:;.*)?");

    /** Fetches {@code https://mta-sts.DOMAIN/.well-known/mta-sts.txt} with a valid certificate, without redirects. */
    @FunctionalInterface
    public interface Fetcher {
        /** Returns the text. Throws for every status but 200. */
        String fetch(String domain) throws IOException;
    }

    /** @param policy null if the last attempt to fetch it failed */
    private record Kept(String id, Instant until, @Nullable StsPolicy policy) {}

    private final Dns dns;
    private final Fetcher fetcher;
    private final InstantSource clock;
    private final SequencedMap<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    public StsPolicies(Dns dns, Fetcher fetcher, InstantSource clock) {
        this.dns = dns;
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /** Returns the policy that is in force for a domain, if it is to be enforced. */
    Optional<StsPolicy> of(String domain) {
        Kept known = known(domain);
        Optional<String> id = announced(domain);
        StsPolicy inForce = known == null ? null : known.policy();
        if (id.isPresent() && (known == null || !known.id().equals(id.get()))) {
            Optional<StsPolicy> fetched = fetch(domain);
            if (fetched.isPresent()) {
                inForce = fetched.get();
                keep(domain, new Kept(id.get(), clock.instant().plus(inForce.maxAge()), inForce));
            } else if (inForce == null) {
                keep(domain, new Kept(id.get(), clock.instant().plus(AGAIN), null));
            }
        }
        return Optional.ofNullable(inForce).filter(StsPolicy::enforced);
    }

    private Optional<String> announced(String domain) {
        if (!(dns.texts("_mta-sts." + domain) instanceof Answer.Found<String>(var texts))) {
            return Optional.empty();
        }
        var records = texts.stream().filter(text -> text.startsWith("v=STSv1")).toList();
        if (records.size() != 1) {
            return Optional.empty();
        }
        var parts = RECORD.matcher(records.getFirst());
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }

    private Optional<StsPolicy> fetch(String domain) {
        try {
            String text = fetcher.fetch(domain);
            return text.length() > MAX_LENGTH ? Optional.empty() : StsPolicy.parse(text);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private synchronized @Nullable Kept known(String domain) {
        Kept found = kept.get(domain);
        if (found != null && !clock.instant().isBefore(found.until())) {
            kept.remove(domain);
            return null;
        }
        return found;
    }

    private synchronized void keep(String domain, Kept one) {
        kept.put(domain, one);
        if (kept.size() > MAX_KEPT) {
            kept.pollFirstEntry();
        }
    }
}
