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
 * Everything an operator can choose, checked. Made by {@link SettingsReader}, which holds the names and the defaults.
 *
 * @param data      the directory of everything this server keeps
 * @param imds      managed-identity listeners, none unless configured
 * @param effective every key with its value and where that came from, secrets hidden
 */
public record Settings(
        Server server,
        Path data,
        Database database,
        Tenants tenants,
        Token token,
        Access access,
        Audit audit,
        Mail mail,
        Graph graph,
        Workflow workflow,
        List<Imds> imds,
        Limits limits,
        Memory memory,
        SignIn signIn,
        Encryption encryption,
        Outbound outbound,
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
     * @param port        plain HTTP; 0 takes a free one
     * @param tlsPort     HTTPS; 0 takes a free one
     * @param tlsNames    names in the server certificate besides localhost
     * @param publicNames hosts that links in answers may carry besides loopback; the TLS names are among them
     */
    public record Server(InetAddress bind, int port, int tlsPort, List<String> tlsNames, List<String> publicNames) {
        public Server {
            tlsNames = List.copyOf(tlsNames);
            publicNames = List.copyOf(publicNames);
        }
    }

    /** @param url a JDBC URL of PostgreSQL; none means SQLite in the data directory */
    public record Database(Optional<String> url, int poolSize) {}

    /** @param additional further tenants, each a world of its own */
    public record Tenants(String domain, List<String> additional) {
        public Tenants {
            additional = List.copyOf(additional);
        }
    }

    public record Token(Duration lifetime) {}

    /** @param requireScope refuse grants that no policy narrows */
    public record Access(boolean requireScope, DenialText denialText) {}

    /** Which of the two texts of the service a refused caller reads. */
    public enum DenialText {
        CLASSIC,
        RAOP
    }

    /**
     * @param strictReads the audit row of a read is on disk before the read is answered
     * @param retention after which rows are removed; {@link #FOREVER} never
     */
    public record Audit(boolean strictReads, Duration retention) {
        public static final Duration FOREVER = Duration.ofDays(36_500);
    }

    /**
     * The keys, each 32 bytes in base64, that encrypt stored secrets.
     *
     * @param key none means the key file of the data directory
     * @param keyPrevious keys that are still needed to read what they encrypted
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

    public record Mail(int maxRecipients, DataSize maxMessageSize) {}

    /** @param unrestrictedQueries tenants, by the domain that the configuration names them by, whose queries are not refused for being
     *     refused elsewhere */
    public record Graph(Set<String> unrestrictedQueries) {
        public Graph {
            unrestrictedQueries = Set.copyOf(unrestrictedQueries);
        }
    }

    /** @param mapPublicHosts the public cloud's host names mean this server inside a workflow */
    public record Workflow(boolean mapPublicHosts, Duration retention) {}

    /** A managed-identity listener on loopback for one identity. */
    public record Imds(String identity, int port) {}

    /** @param bodyBytes the most a JSON body may have */
    public record Limits(DataSize bodyBytes) {}

    /** @param budget what all requests together may hold; none means a part of the heap */
    public record Memory(Optional<DataSize> budget) {}

    /**
     * @param singleUseAssertions an assertion of a client is good once for each resource
     * @param failedLogins        failures of one peer for one application that are recorded one by one in a minute
     */
    public record SignIn(boolean singleUseAssertions, int failedLogins) {}

    /**
     * Targets besides the public Internet that calls to URLs chosen by callers may reach.
     *
     * @param allowedTargets host names, addresses and ranges
     * @param trusted further authorities, besides the platform's and this server's own
     */
    public record Outbound(List<String> allowedTargets, List<X509Certificate> trusted) {
        public Outbound {
            allowedTargets = List.copyOf(allowedTargets);
            trusted = List.copyOf(trusted);
        }
    }
    /**
     * @param most      open at once; what the system allows unless given
     * @param leastRate bytes per second of a body or an answer that keeps the server waiting
     */
    public record Connections(
            OptionalInt most, Duration handshake, Duration header, Duration body, Duration idle, DataSize leastRate) {}
    /**
     * How much may be kept.
     *
     * @param mailbox         the most one mailbox may hold
     * @param diskReserve     bytes of the data folder's disk that are kept free
     * @param temporaryBytes  the most that all requests together may keep in temporary files
     * @param kept            how long what was removed is kept
     */
    public record Storage(MailboxSize mailbox, DataSize diskReserve, DataSize temporaryBytes, Kept kept) {}

    /**
     * @param removedMailboxes the data of a mailbox that the directory does not have any more
     * @param purgedItems      items that were deleted permanently, where no program can read them
     */
    public record Kept(Duration removedMailboxes, Duration purgedItems) {}

    /** @param maxQueued sent messages of a mailbox that are not everywhere yet */
    public record MailboxSize(
            int maxItems,
            DataSize maxSize,
            DataSize maxRecoverableSize,
            int maxFolders,
            int maxFolderDepth,
            int maxUploadSessions,
            int maxQueued) {}
    /**
     * @param threads for what only computes; none means by the machine
     * @param cacheBytes the most that what was made of mail may hold in memory
     */
    public record Compute(Optional<Integer> threads, DataSize cacheBytes) {}

    public record Log(LogFormat format, LogLevel level) {}

    /** How a log line looks. */
    public enum LogFormat {
        JSON,
        PLAIN
    }

    /** The least severe level that is written. */
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /** One key as it is in force. */
    public record Effective(String key, String value, String origin) {}

    /** The effective configuration, one key per line. Safe to print. */
    public String describe() {
        var text = new StringBuilder();
        for (Effective one : effective) {
            text.append(one.key()).append(": ").append(one.value());
            text.append("  (").append(one.origin()).append(")\n");
        }
        return text.toString();
    }
}
