package dev.postern.smtp.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import org.xbill.DNS.lookup.ServerFailedException;

/** {@link Dns} with dnsjava. Answers are cached for as long as DNS says. */
public final class DnsResolver implements Dns {
    private static final int MAX_CACHED = 10_000;
    private static final int MAX_VALUES = 100;

    private final LookupSession session;
    private final Duration limit;

    /** @param limit of one question */
    private DnsResolver(Resolver resolver, Duration limit) {
        resolver.setTimeout(limit.dividedBy(2));
        Cache cache = new Cache(DClass.IN);
        cache.setMaxEntries(MAX_CACHED);
        this.session = LookupSession.builder().resolver(resolver).cache(cache).build();
        this.limit = limit;
    }

    /** With the servers of the operating system. */
    public static DnsResolver ofSystem(Duration limit) {
        return new DnsResolver(new ExtendedResolver(), limit);
    }

    /** With one server. */
    static DnsResolver of(InetSocketAddress server, Duration limit) {
        return new DnsResolver(new SimpleResolver(server), limit);
    }

    @Override
    public Answer<MailHost> mailHosts(String domain) {
        return ask(domain, Type.MX, record -> {
            MXRecord mx = (MXRecord) record;
            Name target = mx.getTarget();
            String host = target.equals(Name.root) ? "" : target.toString(true).toLowerCase(Locale.ROOT);
            return new MailHost(mx.getPriority(), host);
        });
    }

    @Override
    public Answer<InetAddress> addresses(String host) {
        Answer<InetAddress> four = ask(host, Type.A, record -> ((ARecord) record).getAddress());
        Answer<InetAddress> six = ask(host, Type.AAAA, record -> ((AAAARecord) record).getAddress());
        List<InetAddress> both =
                Stream.of(four, six).flatMap(DnsResolver::values).toList();
        if (!both.isEmpty()) {
            return new Answer.Found<>(both);
        }
        return six instanceof Answer.Failed ? six : four;
    }

    private static Stream<InetAddress> values(Answer<InetAddress> answer) {
        return answer instanceof Answer.Found<InetAddress>(var values) ? values.stream() : Stream.empty();
    }

    @Override
    public Answer<String> texts(String name) {
        return ask(name, Type.TXT, record -> String.join("", ((TXTRecord) record).getStrings()));
    }

    private <T> Answer<T> ask(String name, int type, Function<Record, T> value) {
        Name asked;
        try {
            asked = Name.fromString(name, Name.root);
        } catch (TextParseException e) {
            return new Answer.None<>(false);
        }
        try {
            List<Record> records = answered(session.lookupAsync(asked, type)).getRecords();
            List<T> values = new ArrayList<>();
            records.stream()
                    .filter(record -> record.getType() == type)
                    .limit(MAX_VALUES)
                    .map(value)
                    .forEach(values::add);
            return values.isEmpty() ? new Answer.None<>(true) : new Answer.Found<>(values);
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case NoSuchDomainException none -> new Answer.None<>(false);
                case NoSuchRRSetException none -> new Answer.None<>(true);
                case ServerFailedException server -> failed(name, type, "the server has failed");
                case PortUnreachableException away -> failed(name, type, "the server cannot be reached");
                case SocketTimeoutException late -> failed(name, type, "no answer in time");
                case IOException lost -> failed(name, type, "no answer from the server");
                case null, default -> failed(name, type, "the answer is of no use");
            };
        } catch (TimeoutException e) {
            return failed(name, type, "no answer in time");
        } catch (IOException e) {
            return failed(name, type, "interrupted");
        }
    }

    private static <T> Answer<T> failed(String name, int type, String reason) {
        return new Answer.Failed<>(
                "DNS has not answered the question for " + Type.string(type) + " of " + name + ": " + reason);
    }

    private LookupResult answered(CompletionStage<LookupResult> asked)
            throws ExecutionException, TimeoutException, IOException {
        try {
            return asked.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
