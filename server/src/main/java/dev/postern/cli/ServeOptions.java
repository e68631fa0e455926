package dev.postern.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a server is to be started.
 *
 * @param data the folder where everything lies
 * @param port for HTTP; 0 picks a free one
 * @param tlsPort for HTTPS; 0 picks a free one
 * @param tlsNames further names for the server certificate
 * @param database the URL of a PostgreSQL database; empty for SQLite in the data folder
 * @param tenant the domain of the tenant that is made at the first start
 * @param config the configuration file
 */
public record ServeOptions(
        Path data,
        int port,
        int tlsPort,
        List<String> tlsNames,
        Optional<String> database,
        String tenant,
        Optional<Path> config) {
    private static final Set<String> VALUED =
            Set.of("--data", "--port", "--tls-port", "--tls-name", "--database", "--tenant", "--config");
    private static final int PORT = 8080;
    private static final int TLS_PORT = 8443;

    public ServeOptions {
        tlsNames = List.copyOf(tlsNames);
    }

    static ServeOptions read(List<String> arguments) {
        Options options = Options.read(arguments, VALUED, Set.of());
        options.words(
                0,
                0,
                "./postern serve [--data DIR] [--port N] [--tls-port N] [--tls-name HOST]... [--database URL]"
                        + " [--tenant DOMAIN] [--config FILE]");
        return new ServeOptions(
                Path.of(options.one("--data").orElse("data")),
                options.port("--port", 0, PORT),
                options.port("--tls-port", 0, TLS_PORT),
                options.all("--tls-name"),
                options.one("--database"),
                options.one("--tenant").orElse("contoso.example"),
                options.one("--config").map(Path::of));
    }
}
