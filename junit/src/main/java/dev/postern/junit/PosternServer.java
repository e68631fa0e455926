package dev.postern.junit;

import com.google.gson.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/** A server in a process of its own, in dev mode and on free ports of the loopback interface. Thread-safe. */
public final class PosternServer implements AutoCloseable {
    private final ServerProcess process;
    private final AdministratorClient administrator;
    private final PosternClock clock;

    private PosternServer(ServerProcess process) {
        this.process = process;
        this.administrator = new AdministratorClient(process.administrator());
        this.clock = new PosternClock(administrator);
    }

    /** Starts a server. When this returns, it accepts requests. */
    public static PosternServer start() {
        return new PosternServer(ServerProcess.start());
    }

    /** The URL of the server over HTTP, without a trailing slash. Clients of Entra need {@link #tlsAddress()}. */
    public URI address() {
        return location().address();
    }

    /** The URL of the server over TLS, without a trailing slash. */
    public URI tlsAddress() {
        return location().tlsAddress();
    }

    /** The certificate of the authority that clients must trust, as PEM. */
    public Path caFile() {
        return location().caFile();
    }

    /** A TLS context that trusts this server and no other. */
    public SSLContext sslContext() {
        return TrustedAuthority.in(caFile()).context();
    }

    /** Creates a tenant with a domain of its own. */
    public PosternTenant newTenant() {
        JsonObject made = administrator.send("POST", "/postern/dev/tenants", "{}");
        AdministratorAccount account = new AdministratorAccount(
                location(),
                JsonMembers.text(made, "tenantId"),
                JsonMembers.text(made, "domain"),
                JsonMembers.text(made, "clientId"),
                JsonMembers.text(made, "clientSecret"));
        return new PosternTenant(this, account);
    }

    /** The clock of the server, for all tenants. */
    public PosternClock clock() {
        return clock;
    }

    /** Adds a fault for the requests of all tenants. */
    public FaultBuilder fault(String path) {
        return new FaultBuilder(administrator, path, null);
    }

    /** Removes the faults of all tenants. */
    public void clearFaults() {
        administrator.send("DELETE", "/postern/dev/faults", null);
    }

    /** The last lines that the server has written, for looking into a failed test. */
    public String log() {
        return process.log();
    }

    private ServerLocation location() {
        return process.administrator().location();
    }

    /** Ends the process and removes its files. */
    @Override
    public void close() {
        process.close();
    }
}
