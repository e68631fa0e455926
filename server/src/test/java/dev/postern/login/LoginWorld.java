package dev.postern.login;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.postern.store.Engine;
import dev.postern.token.Signer;
import dev.postern.token.World;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A world with its endpoints on a real port. */
final class LoginWorld implements AutoCloseable {
    /** More than the tests of errors cause. */
    static final int FAILED_LOGINS = 10_000;

    static final String ISSUER = "https://issuer.example";
    static final String EXCHANGE = "api://AzureADTokenExchange";

    final Signer signer = new Signer();
    final World world;
    final Login login;
    final TestServer server;

    LoginWorld(InstantSource clock, @Nullable SSLContext tls) {
        this(clock, tls, FAILED_LOGINS);
    }

    LoginWorld(InstantSource clock, @Nullable SSLContext tls, int failedLogins) {
        world = new World(Engine.SQLITE, clock, this::fetch);
        login = new Login(
                world.directory,
                world.clients,
                world.issuer,
                world.keys,
                new LoginLog(world.audit, clock, failedLogins),
                () -> Set.of(World.BASE),
                clock);
        server = TestServer.of(login::addTo, tls);
        world.own.add(server.base());
    }

    private byte[] fetch(URI address) throws IOException {
        String text = switch (address.toString()) {
            case ISSUER + "/.well-known/openid-configuration" ->
                "{\"issuer\":\"" + ISSUER + "\",\"jwks_uri\":\"" + ISSUER + "/keys\"}";
            case ISSUER + "/keys" -> signer.keyDocument();
            default -> throw new IOException("Nothing is there");
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The claims of an assertion as the Java client creates them. */
    static JWTClaimsSet.Builder own(String client, String audience, Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(client)
                .subject(client)
                .audience(audience)
                .jwtID(UUID.randomUUID().toString())
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)));
    }

    /** The claims of a workload's token. */
    static JWTClaimsSet.Builder outside(String subject, Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(subject)
                .audience(EXCHANGE)
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)));
    }

    @Override
    public void close() {
        server.close();
        world.close();
    }
}
