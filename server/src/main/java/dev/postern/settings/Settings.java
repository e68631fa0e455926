package dev.postern.settings;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    /** @param url a JDBC URL; none means SQLite in the data directory */
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

    /** @param strictReads the audit row of a read is on disk before the read is answered */
    public record Audit(boolean strictReads) {}

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
