package dev.postern.graph.throttle;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The limits of the cloud service on requests of an application to a mailbox. They hold only for the tenants of the profile; for others this
 * does nothing. A request is counted only if it is served. Thread-safe.
 */
public final class Throttle {
    static final int MAX_CONCURRENT = 4;
    static final int MAX_REQUESTS = 10_000;
    static final long MAX_UPLOAD = 150L << 20;
    static final int MAX_EXTENSION_REQUESTS = 455;

    /** The upload of a request that changes nothing. */
    public static final long NO_UPLOAD = -1;

    /** How long a request waits for one of the places. The cloud service refuses at once; this is not visible to a client. */
    public static final Duration PATIENCE = Duration.ofMillis(400);

    private static final int MAX_COUNTERS = 10_000;
    private static final Duration REQUESTS_IN = Duration.ofMinutes(10);
    private static final Duration UPLOAD_IN = Duration.ofMinutes(5);
    private static final Duration EXTENSIONS_IN = Duration.ofSeconds(10);

    private final Set<TenantId> tenants;
    private final InstantSource clock;
    private final Duration patience;
    private final Faults faults;
    private final SendingRates rates;
    private final BoundedCounters<OfMailbox, Counters> mailboxes =
            new BoundedCounters<>(MAX_COUNTERS, REQUESTS_IN, Counters::new);
    private final BoundedCounters<OfTenant, SlidingWindow> extensions = new BoundedCounters<>(
            MAX_COUNTERS, EXTENSIONS_IN, () -> new SlidingWindow(MAX_EXTENSION_REQUESTS, EXTENSIONS_IN, 10));

    private record OfMailbox(AppId app, MailboxId mailbox) {}

    private record OfTenant(AppId app, TenantId tenant) {}

    /** Of one application and one mailbox. */
    private static final class Counters {
        final Semaphore places = new Semaphore(MAX_CONCURRENT, true);
        final SlidingWindow requests = new SlidingWindow(MAX_REQUESTS, REQUESTS_IN, 60);
        final SlidingWindow upload = new SlidingWindow(MAX_UPLOAD, UPLOAD_IN, 60);
    }

    /**
     * @param tenants for which the limits hold
     * @param faultPercent the share of requests that are refused at random
     * @param patience how long a request beyond the concurrency limit waits
     */
    public Throttle(
            Set<TenantId> tenants, int faultPercent, Duration patience, RandomGenerator random, InstantSource clock) {
        this.tenants = Set.copyOf(tenants);
        this.clock = clock;
        this.patience = patience;
        this.faults = new Faults(faultPercent, random);
        this.rates = new SendingRates(clock);
    }

    /** Without limits. */
    public static Throttle off() {
        return new Throttle(Set.of(), 0, Duration.ZERO, new Random(), InstantSource.system());
    }

    /**
     * A request that was allowed by the gate.
     *
     * @param upload the declared length of its body, 0 if that is not known; {@link #NO_UPLOAD} if it changes nothing
     * @param extension whether it is about an extension
     */
    public record Asked(TenantId tenant, AppId app, MailboxId mailbox, long upload, boolean extension) {}

    /** A place among the concurrent requests of an application to a mailbox. */
    public interface Permit extends AutoCloseable {
        Permit UNLIMITED = new Permit() {
            @Override
            public void uploaded(long more) {}

            @Override
            public void close() {}
        };

        /** Counts what was read of a body besides its declared length. */
        void uploaded(long more);

        @Override
        void close();
    }

    /** @throws Throttled if the request is refused */
    public Permit enter(Asked asked) {
        if (!tenants.contains(asked.tenant())) {
            return Permit.UNLIMITED;
        }
        faults.perhaps();
        Counters counters = mailboxes.get(new OfMailbox(asked.app(), asked.mailbox()), clock.instant());
        if (!acquired(counters.places)) {
            throw Throttled.over("MailboxConcurrency", Duration.ofSeconds(1));
        }
        try {
            count(asked, counters);
        } catch (RuntimeException e) {
            counters.places.release();
            throw e;
        }
        return new Counted(counters);
    }

    private boolean acquired(Semaphore places) {
        try {
            return places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void count(Asked asked, Counters counters) {
        Instant now = clock.instant();
        synchronized (counters) {
            require(counters.requests.untilFits(1, now), "MailboxRequests");
            if (asked.upload() != NO_UPLOAD) {
                // one byte at least, so that a body of unknown length is refused when there is no allowance left
                require(counters.upload.untilFits(Math.max(1, asked.upload()), now), "MailboxUpload");
            }
            if (asked.extension()) {
                SlidingWindow window = extensions.get(new OfTenant(asked.app(), asked.tenant()), now);
                synchronized (window) {
                    require(window.untilFits(1, now), "ExtensionRequests");
                    window.add(1, now);
                }
            }
            counters.requests.add(1, now);
            counters.upload.add(Math.max(0, asked.upload()), now);
        }
    }

    private static void require(Duration until, String limit) {
        if (!until.isZero()) {
            throw Throttled.over(limit, until);
        }
    }

    private final class Counted implements Permit {
        private final Counters counters;

        Counted(Counters counters) {
            this.counters = counters;
        }

        @Override
        public void uploaded(long more) {
            synchronized (counters) {
                counters.upload.add(more, clock.instant());
            }
        }

        @Override
        public void close() {
            counters.places.release();
        }
    }

    /**
     * Counts a message that a mailbox sends.
     *
     * @return how long its delivery is to be delayed
     * @throws Throttled if its recipients exceed those of a day
     */
    public Duration send(TenantId tenant, MailboxId mailbox, int recipients) {
        return tenants.contains(tenant) ? rates.send(mailbox, recipients) : Duration.ZERO;
    }
}
