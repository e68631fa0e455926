package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.Credentials;
import dev.postern.directory.Directory;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.store.Engine;
import dev.postern.token.ClientCredential;
import dev.postern.token.ClientRequest;
import dev.postern.token.LoginError;
import dev.postern.token.LoginFailure;
import dev.postern.token.NewSecret;
import dev.postern.token.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A managed identity for which an older version stored a secret: it is refused, and removed at the next start. */
class StoredIdentitiesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aStoredSecretIsRefusedAndRemoved(Engine engine) {
        try (World world = new World(engine, () -> NOW, address -> new byte[0])) {
            NewSecret secret = NewSecret.of("planted", NOW, NOW.plusSeconds(600), world.random);
            AppId app = new AppId(UUID.randomUUID());
            ServicePrincipal planted = new ServicePrincipal(
                    new ObjectId(UUID.randomUUID()),
                    app,
                    NOW,
                    "notify",
                    ServicePrincipalType.APPLICATION,
                    true,
                    false,
                    List.of(app.toString()),
                    List.of("isExplicit=True"),
                    List.of(),
                    Credentials.NONE.withPasswords(List.of(secret.credential())),
                    null,
                    List.of(),
                    Map.of());
            world.put(world.contoso, planted);
            var request = new Object() {
                ClientRequest of(Directory directory) {
                    return new ClientRequest(
                            directory.snapshot(world.contoso.id()),
                            app.toString(),
                            new ClientCredential.Secret(secret.text()),
                            "https://graph.microsoft.com",
                            World.BASE);
                }
            };
            assertEquals(
                    planted.id(),
                    world.clients
                            .authenticate(request.of(world.directory))
                            .principal()
                            .id());

            world.database.write(sql -> sql.update(
                    "update directory_object set doc = replace(doc, '\"APPLICATION\"', '\"MANAGED_IDENTITY\"')"
                            + " where tenant_id = ? and object_id = ?",
                    world.contoso.id().value(),
                    planted.id().value()));
            Directory restarted =
                    TestCore.on(world.database).clock(() -> NOW).open().directory();
            ServicePrincipal stored = Objects.requireNonNull(
                    restarted.snapshot(world.contoso.id()).find(planted.id(), ServicePrincipal.class));
            assertEquals(ServicePrincipalType.MANAGED_IDENTITY, stored.type());
            assertFalse(stored.credentials().passwords().isEmpty());
            LoginFailure refused =
                    assertThrows(LoginFailure.class, () -> world.clients.authenticate(request.of(restarted)));
            assertEquals(LoginError.WRONG_SECRET, refused.error());

            StoredIdentities.takeCredentials(restarted, world.contoso.id());
            assertEquals(
                    Credentials.NONE,
                    Objects.requireNonNull(
                                    restarted.snapshot(world.contoso.id()).find(planted.id(), ServicePrincipal.class))
                            .credentials());
        }
    }
}
