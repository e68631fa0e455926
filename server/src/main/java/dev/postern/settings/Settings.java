package dev.postern.settings;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The validated configuration. Created by {@link SettingsReader}, which contains the names and the defaults.
 *
 * @param management the listener for health and metrics; without it they are on the other listeners
 * @param certificate the operator's own certificate; readable and valid when the settings were read
 * @param data      the directory of everything this server stores
 * @param imds      managed identity listeners; none by default
 * @param effective every key with its value and source, secrets hidden
 */
public record Settings(
        Server server,
        Optional<Management> management,
        Optional<CertificateFiles> certificate,
        Path data,
        Database database,
        Tenants tenants,
        Token token,
        Access access,
        Audit audit,
        Mail mail,
        Receiving receiving,
        Graph graph,
        Workflow workflow,
        List<Imds> imds,
        Limits limits,
        Memory memory,
        SignIn signIn,
        Encryption encryption,
        Outbound outbound,
        Relay relay,
        Connections connections,
        Storage storage,
        Compute compute,
        Log log,
        List<Effective> effective) {
    public Settings {
        imds = List.copyOf(imds);
        effective = List.copyOf(effective);
    }

    /**
     * @param port        plain HTTP; 0 takes a free port
     * @param tlsPort     HTTPS; 0 takes a free port
     * @param tlsNames    names in the server certificate besides localhost
     * @param publicNames hosts, besides loopback, that links in responses may contain; includes the TLS names
     */
    public record Server(InetAddress bind, int port, int tlsPort, List<String> tlsNames, List<String> publicNames) {
        public Server {
            tlsNames = List.copyOf(tlsNames);
            publicNames = List.copyOf(publicNames);
        }
    }

    /** @param port plain HTTP; 0 takes a free port */
    public record Management(InetAddress address, int port) {}

    /** @param url a JDBC URL of PostgreSQL; empty for SQLite in the data directory */
    public record Database(Optional<String> url, int poolSize) {}

    /** @param additional more tenants, isolated from each other */
    public record Tenants(String domain, List<String> additional) {
        public Tenants {
            additional = List.copyOf(additional);
        }
    }

    public record Token(Duration lifetime) {}

    /** @param requireScope whether grants are refused to applications that no policy restricts */
    public record Access(boolean requireScope, DenialText denialText) {}

    /**
     * How mail to other domains leaves; without a host and without {@code direct} it waits.
     *
     * @param host the smarthost for all domains
     * @param direct whether it goes to the hosts that DNS names for each domain
     * @param connections with one host at a time
     * @param firstRetry the pause after the first failed attempt
     * @param expire after which a message is returned to its sender
     */
    public record Relay(
            Optional<RelayHost> host, boolean direct, int connections, Duration firstRetry, Duration expire) {
        /** Whether mail leaves at all. */
        public boolean isOn() {
            return direct || host.isPresent();
        }
    }

    /** @param authorities a PEM file with the certificates that are trusted; empty for those that Java trusts */
    public record RelayHost(
            String name, int port, RelayTls tls, Optional<RelayLogin> login, Optional<Path> authorities) {}

    /** How the connection with a smarthost is secured. */
    public enum RelayTls {
        STARTTLS,
        TLS,
        NONE
    }

    public record RelayLogin(String user, String password) {
        @Override
        public String toString() {
            return "RelayLogin[" + user + ", *]";
        }
    }

    /** Which of Microsoft's two error texts a refused caller gets. */
    public enum DenialText {
        CLASSIC,
        RAOP
    }

    /**
     * @param strictReads whether the audit row of a read must be on disk before the response is sent
     * @param retention after which rows are removed; {@link #FOREVER} for never
     */
    public record Audit(boolean strictReads, Duration retention) {
        public static final Duration FOREVER = Duration.ofDays(36_500);
    }

    /**
     * The keys, each 32 bytes in base64, that encrypt stored secrets.
     *
     * @param key empty for the key file of the data directory
     * @param keyPrevious older keys that are needed for decryption only
     */
    public record Encryption(Optional<String> key, List<String> keyPrevious) {
        public Encryption {
            keyPrevious = List.copyOf(keyPrevious);
        }

        @Override
        public String toString() {
            return "Encryption[*]";
        }
    }

    /** @param traceRetention after which it is forgotten what happened to a message */
    public record Mail(int maxRecipients, DataSize maxMessageSize, Duration traceRetention, Sending sending) {}

    /** What a mailbox and an application may send in an hour; 0 for no limit. */
    public record Sending(
            int messagesPerHour, int recipientsPerHour, int messagesPerHourOfApp, int recipientsPerHourOfApp) {}

    /**
     * How mail comes in from other hosts.
     *
     * @param hostname by which this server calls itself in mail
     * @param smtp the listener for SMTP; without it there is none
     * @param lmtp the listener for LMTP; without it there is none
     * @param proxyProtocol whether connections for SMTP begin with a header of the PROXY protocol
     * @param trusted addresses and ranges of hosts whose {@code Authentication-Results} are kept
     * @param junkHeaders whether spam headers of these hosts put a message into Junk Email
     */
    public record Receiving(
            String hostname,
            Optional<MailPort> smtp,
            Optional<MailPort> lmtp,
            boolean proxyProtocol,
            List<String> trusted,
            boolean junkHeaders) {
        public Receiving {
            trusted = List.copyOf(trusted);
        }
    }

    /** @param port 0 takes a free port */
    public record MailPort(InetAddress bind, int port) {}

    /**
     * @param unrestrictedQueries domains of the tenants for which Graph's query restrictions are not enforced
     * @param resourceNames       names of Microsoft Graph besides its own and the server's addresses
     */
    public record Graph(Set<String> unrestrictedQueries, List<String> resourceNames, Cloud cloud) {
        public Graph {
            resourceNames = List.copyOf(resourceNames);
            unrestrictedQueries = Set.copyOf(unrestrictedQueries);
        }
    }

    /**
     * The behaviour of the cloud service that programs are tested with.
     *
     * @param tenants domains of the tenants for which its limits hold
     * @param faultPercent share of their requests that are refused at random
     * @param policyDelay time until changed application access policies are in force
     */
    public record Cloud(Set<String> tenants, int faultPercent, Duration policyDelay) {
        public Cloud {
            tenants = Set.copyOf(tenants);
        }
    }

    /** @param mapPublicHosts whether the public cloud's host names mean this server inside a workflow */
    public record Workflow(boolean mapPublicHosts, Duration retention) {}

    /** A managed-identity listener on loopback for one identity. */
    public record Imds(String identity, int port) {}

    /** @param bodyBytes maximum size of a JSON body */
    public record Limits(DataSize bodyBytes) {}

    /**
     * @param budget for all requests together; empty for a part of the heap
     * @param directory for the directories of all tenants together; empty for a part of the heap
     * @param shownEvents of the cache for events as views show them
     */
    public record Memory(Optional<DataSize> budget, Optional<DataSize> directory, DataSize shownEvents) {}

    /**
     * @param singleUseAssertions whether a client assertion is accepted only once per resource
     * @param failedLogins        failures per minute of one peer for one application that are recorded individually
     */
    public record SignIn(boolean singleUseAssertions, int failedLogins) {}

    /**
     * Targets outside the public Internet that calls to URLs chosen by users may reach.
     *
     * @param allowedTargets host names, addresses and ranges
     * @param trusted certificate authorities that are trusted besides those of the JDK and this server's own
     */
    public record Outbound(List<String> allowedTargets, List<X509Certificate> trusted) {
        public Outbound {
            allowedTargets = List.copyOf(allowedTargets);
            trusted = List.copyOf(trusted);
        }
    }
    /**
     * @param max      maximum number of open connections; by default what the system allows
     * @param minRate minimum bytes per second of a body or response while the server waits for the peer
     */
    public record Connections(
            OptionalInt max, Duration handshake, Duration header, Duration body, Duration idle, DataSize minRate) {}
    /**
     * Limits of stored data.
     *
     * @param mailbox         limits of one mailbox
     * @param diskReserve     bytes that are kept free on the data directory's disk
     * @param temporaryBytes  maximum size of the temporary files of all requests together
     * @param retention       how long removed data is kept
     */
    public record Storage(MailboxSize mailbox, DataSize diskReserve, DataSize temporaryBytes, Retention retention) {}

    /**
     * How long removed data is kept.
     *
     * @param removedMailboxes the data of a mailbox that is no longer in the directory
     * @param purgedItems      items that were deleted permanently and that no program can read
     * @param tombstones       the records of removed items and folders, which clients that follow changes need
     */
    public record Retention(Duration removedMailboxes, Duration purgedItems, Duration tombstones) {}

    /** @param maxQueued sent messages of a mailbox whose delivery has not finished */
    public record MailboxSize(
            int maxItems,
            DataSize maxSize,
            DataSize maxRecoverableSize,
            int maxFolders,
            int maxFolderDepth,
            int maxUploadSessions,
            int maxQueued) {}
    /**
     * @param threads for CPU-bound work; by default depends on the machine
     * @param cacheBytes maximum memory of the cache for data derived from mail
     */
    public record Compute(Optional<Integer> threads, DataSize cacheBytes) {}

    public record Log(LogFormat format, LogLevel level) {}

    /** The format of log lines. */
    public enum LogFormat {
        JSON,
        PLAIN
    }

    /** The least severe level that is logged. */
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /** One key with its effective value. */
    public record Effective(String key, String value, String origin) {}

    /** Returns the effective configuration, one key per line, without secrets. */
    public String describe() {
        var text = new StringBuilder();
        for (Effective one : effective) {
            text.append(one.key()).append(": ").append(one.value());
            text.append("  (").append(one.origin()).append(")\n");
        }
        return text.toString();
    }
}
