package dev.postern.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The names and defaults of all settings, and the order of their sources: command line, environment, file, default. */
public final class SettingsReader {
    private static final Map<String, String> OPTIONS = Map.of(
            "--data", "data",
            "--port", "server.port",
            "--tls-port", "server.tls-port",
            "--tls-name", "server.tls-names",
            "--database", "database.url",
            "--tenant", "tenant.domain");

    private SettingsReader() {}

    /**
     * Reads and validates all settings.
     *
     * @param file        the configuration file, if any
     * @param environment the process's environment; {@code POSTERN_SERVER_PORT} sets {@code server.port}
     * @param options     from the command line, by option ({@code --port}) or by key ({@code server.port})
     * @throws InvalidSettings with all problems
     */
    public static Settings read(
            Optional<Path> file, Map<String, String> environment, Map<String, List<String>> options) {
        var problems = new ArrayList<String>();
        var raw = new LinkedHashMap<String, Raw>();
        file.ifPresent(path -> raw.putAll(SettingsFile.read(path, problems)));
        var unused = new ArrayList<String>();
        // The first pass only collects the keys: the environment contains variables of other programs too.
        for (String key : bind(new SettingValues(Map.of(), unused)).effective().stream()
                .map(Settings.Effective::key)
                .toList()) {
            String variable =
                    "POSTERN_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
            String value = environment.get(variable);
            if (value != null) {
                raw.put(key, new Raw.One(value, variable));
            }
        }
        options.forEach((option, values) -> raw.put(OPTIONS.getOrDefault(option, option), fromOption(option, values)));
        Settings settings = bind(new SettingValues(raw, problems));
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return settings;
    }

    private static Raw fromOption(String option, List<String> values) {
        return values.size() == 1
                ? new Raw.One(values.getFirst(), option)
                : new Raw.Many(values.stream().map(value -> Map.of("", value)).toList(), option);
    }

    private static Settings bind(SettingValues values) {
        var certificateFiles = CertificateSettings.read(values);
        var server = server(values, CertificateSettings.hosts(certificateFiles));
        var management = management(values, server);
        var data = values.one("data", "./data", Forms::path);
        var database = new Settings.Database(
                values.one("database.url", "SQLite in the data directory", Forms::databaseUrl, Secrets::hideIn),
                values.one("database.pool-size", "10", Forms.number(1, 1000)));
        var tenants = tenants(values);
        var token = new Settings.Token(
                values.one("token.lifetime", "3599 s", Forms.duration(Duration.ofSeconds(5), Duration.ofDays(1))));
        var access = new Settings.Access(
                values.one("access.require-scope", "false", Forms::yesOrNo),
                values.one("access.denial-text", "classic", Forms.oneOf(Settings.DenialText.values())));
        var audit = new Settings.Audit(
                values.one("audit.strict-reads", "false", Forms::yesOrNo),
                values.one("audit.retention", "400 d", Forms::retention));
        var mail = new Settings.Mail(
                values.one("mail.max-recipients", "500", Forms.number(1, 100_000)),
                values.one(
                        "mail.max-message-size",
                        "150 MiB",
                        Forms.size(new DataSize(1 << 10), DataSize.parse("2000 MiB"))),
                values.one("trace.retention", "30 d", Forms::retention),
                new Settings.Sending(
                        perHour(values, "mail.max-messages-per-hour", "100000"),
                        perHour(values, "mail.max-recipients-per-hour", "500000"),
                        perHour(values, "mail.max-messages-per-hour-of-app", "1000000"),
                        perHour(values, "mail.max-recipients-per-hour-of-app", "5000000")));
        var receiving = ReceivingSettings.read(values, server, management);
        var graph = graph(values, tenants);
        var workflow = new Settings.Workflow(
                values.one("workflow.map-public-hosts", "true", Forms::yesOrNo),
                Duration.ofDays(values.one("workflow.retention-days", "90", Forms.number(1, 3650))));
        var imds = imds(values, server);
        var limits = new Settings.Limits(
                values.one("limits.body-bytes", "4 MiB", Forms.size(new DataSize(1 << 10), DataSize.parse("60 MiB"))));
        var memory = new Settings.Memory(
                values.one(
                        "limits.memory",
                        "a third of the heap",
                        Forms.size(new DataSize(8 << 20), DataSize.parse("1000 GiB")),
                        text -> text),
                values.one(
                        "limits.directory-memory",
                        "half of the heap",
                        Forms.size(new DataSize(1 << 20), DataSize.parse("1000 GiB")),
                        text -> text),
                values.one("limits.shown-events", "16 MiB", Forms.size(new DataSize(0), DataSize.parse("2000 MiB"))));
        var signIn = new Settings.SignIn(
                values.one("token.single-use-assertions", "false", Forms::yesOrNo),
                values.one("limits.failed-logins", "60", Forms.number(1, 10_000)));
        var encryption = new Settings.Encryption(
                values.one("encryption.key", "key file in the data directory", Forms::key, _ -> "***"),
                values.one("encryption.key-previous", "none", Forms::keys, _ -> "***")
                        .orElse(List.of()));
        var outbound = new Settings.Outbound(
                values.many("outbound.allowed-targets", TargetForms::target),
                values.one("outbound.trust-file", "none", TargetForms::authorities, text -> text)
                        .orElse(List.of()));
        var relay = RelaySettings.read(values);
        var connections = connections(values);
        var storage = storage(values);
        var compute = new Settings.Compute(
                values.one("compute.threads", "half of the processors, at least 2", Forms.number(1, 256), text -> text),
                values.one("compute.cache-bytes", "16 MiB", Forms.size(new DataSize(0), DataSize.parse("2000 MiB"))));
        var log = new Settings.Log(
                values.one("log.format", "json", Forms.oneOf(Settings.LogFormat.values())),
                values.one("log.level", "info", Forms.oneOf(Settings.LogLevel.values())));
        values.refuseUnknown();
        return new Settings(
                server,
                management,
                certificateFiles,
                data,
                database,
                tenants,
                token,
                access,
                audit,
                mail,
                receiving,
                graph,
                workflow,
                imds,
                limits,
                memory,
                signIn,
                encryption,
                outbound,
                relay,
                connections,
                storage,
                compute,
                log,
                values.effective());
    }

    private static Settings.Connections connections(SettingValues values) {
        var moment = Forms.duration(Duration.ofSeconds(1), Duration.ofHours(1));
        Optional<Integer> max = values.one(
                "limits.connections", "from the descriptor limit", Forms.number(16, 1_000_000), text -> text);
        return new Settings.Connections(
                max.map(OptionalInt::of).orElse(OptionalInt.empty()),
                values.one("limits.handshake-timeout", "10 s", moment),
                values.one("limits.header-timeout", "10 s", moment),
                values.one("limits.body-timeout", "30 s", moment),
                values.one("limits.idle-timeout", "60 s", moment),
                values.one("limits.least-rate", "4 KiB", Forms.size(new DataSize(1), new DataSize(1 << 30))));
    }

    private static Settings.Server server(SettingValues values, List<String> certified) {
        var bind = values.one("server.bind", "127.0.0.1", Forms::address);
        int port = values.one("server.port", "8080", Forms.port());
        int tlsPort = values.one("server.tls-port", "8443", Forms.port());
        if (port != 0 && port == tlsPort) {
            values.problem("server.port and server.tls-port are both " + port);
        }
        var tlsNames = values.many("server.tls-names", Forms::host);
        var publicNames = new ArrayList<>(values.many("server.public-names", Forms::publicName));
        Stream.concat(tlsNames.stream(), certified.stream())
                .filter(name -> !publicNames.contains(name))
                .forEach(publicNames::add);
        return new Settings.Server(bind, port, tlsPort, tlsNames, publicNames);
    }

    private static Optional<Settings.Management> management(SettingValues values, Settings.Server server) {
        Optional<Integer> port = values.one("server.management-port", "none", Forms.port(), text -> text);
        var address = values.one("server.management-address", "127.0.0.1", Forms::address);
        if (port.isEmpty() && !values.origin("server.management-address").equals(SettingValues.DEFAULT)) {
            values.problem("server.management-address needs server.management-port");
        }
        port.filter(taken -> taken != 0 && (taken == server.port() || taken == server.tlsPort()))
                .ifPresent(taken -> values.problem(
                        "server.management-port is " + taken + ", which is the port of another listener"));
        return port.map(number -> new Settings.Management(address, number));
    }

    private static Settings.Storage storage(SettingValues values) {
        DataSize min = new DataSize(1 << 20);
        DataSize max = new DataSize(1L << 50);
        return new Settings.Storage(
                new Settings.MailboxSize(
                        values.one("mailbox.max-items", "1000000", Forms.number(1, 100_000_000)),
                        values.one("mailbox.max-size", "50 GiB", Forms.size(min, max)),
                        values.one("mailbox.max-recoverable-size", "30 GiB", Forms.size(min, max)),
                        // those that every mailbox has are among them
                        values.one("mailbox.max-folders", "10000", Forms.number(50, 1_000_000)),
                        values.one("mailbox.max-folder-depth", "300", Forms.number(5, 1_000)),
                        values.one("mailbox.max-upload-sessions", "20", Forms.number(1, 10_000)),
                        values.one("mailbox.max-queued", "10000", Forms.number(1, 1_000_000))),
                values.one("limits.disk-reserve", "64 MiB", Forms.size(new DataSize(0), max)),
                values.one("limits.temporary-bytes", "2 GiB", Forms.size(min, max)),
                new Settings.Retention(
                        values.one("mailbox.removed-retention", "30 d", Forms::retention),
                        values.one("mailbox.purged-retention", "14 d", Forms::retention),
                        values.one("mailbox.tombstone-retention", "30 d", Forms::retention)));
    }

    private static Settings.Tenants tenants(SettingValues values) {
        String domain = values.one("tenant.domain", "contoso.example", Forms::domain);
        var additional = values.many("tenant.additional", Forms::domain);
        var seen = new HashSet<>(List.of(domain));
        additional.stream()
                .filter(other -> !seen.add(other))
                .forEach(other -> values.problem("tenant.additional names " + other + " a second time"));
        return new Settings.Tenants(domain, additional);
    }

    /** An unknown tenant is a problem; otherwise a typo would silently have no effect. */
    private static Settings.Graph graph(SettingValues values, Settings.Tenants tenants) {
        var unrestricted = values.many("graph.queries.unrestricted", Forms::domain);
        requireTenants(values, "graph.queries.unrestricted", unrestricted, tenants);
        return new Settings.Graph(
                new HashSet<>(unrestricted),
                values.many("graph.resource-names", Forms::resourceName),
                cloud(values, tenants));
    }

    private static void requireTenants(
            SettingValues values, String key, List<String> domains, Settings.Tenants tenants) {
        domains.stream()
                .filter(domain -> !domain.equals(tenants.domain())
                        && !tenants.additional().contains(domain))
                .forEach(domain -> values.problem(
                        key + " names " + domain + ", which is neither tenant.domain nor one of tenant.additional"));
    }

    private static int perHour(SettingValues values, String key, String otherwise) {
        return values.one(key, otherwise, Forms.number(0, 1_000_000_000));
    }

    /** Faults and a delay of policies without the tenants that they are for are a problem: they must never be on by mistake. */
    private static Settings.Cloud cloud(SettingValues values, Settings.Tenants tenants) {
        var domains = values.many("graph.cloud-profile", Forms::domain);
        requireTenants(values, "graph.cloud-profile", domains, tenants);
        int faults = values.one("graph.cloud-faults", "0", Forms.number(0, 100));
        Duration delay =
                values.one("graph.cloud-policy-delay", "0 s", Forms.duration(Duration.ZERO, Duration.ofDays(1)));
        if (domains.isEmpty() && faults > 0) {
            values.problem("graph.cloud-faults needs graph.cloud-profile, which names the tenants that it is for");
        }
        if (domains.isEmpty() && !delay.isZero()) {
            values.problem(
                    "graph.cloud-policy-delay needs graph.cloud-profile, which names the tenants that it is for");
        }
        return new Settings.Cloud(new HashSet<>(domains), faults, delay);
    }

    private static List<Settings.Imds> imds(SettingValues values, Settings.Server server) {
        var listeners = new ArrayList<Settings.Imds>();
        var taken = new HashSet<>(List.of(server.port(), server.tlsPort()));
        var entries = values.tables("imds", List.of("identity", "port"));
        String origin = values.origin("imds");
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            if (entry.size() != 2 || !entry.containsKey("identity") || !entry.containsKey("port")) {
                continue;
            }
            String place = origin + ": " + SettingValues.entry("imds", i, entry.toString()) + ": ";
            String identity = values.parse(place + "identity", entry.getOrDefault("identity", ""), Forms::notBlank);
            Integer port = values.parse(place + "port", entry.getOrDefault("port", ""), Forms.port());
            if (identity == null || port == null) {
                continue;
            }
            if (port != 0 && !taken.add(port)) {
                values.problem(place + "port " + port + " is taken by another listener");
            }
            listeners.add(new Settings.Imds(identity, port));
        }
        return listeners;
    }
}
