package dev.postern.develop;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.Application;
import dev.postern.directory.Credentials;
import dev.postern.directory.Draft;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.directory.WellKnown;
import dev.postern.token.NewSecret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Creates an application with a secret, its service principal, and the grants of its permissions. */
record NewApplication(Draft draft, Instant now, SecureRandom random) {
    /** Of a secret: longer than the clock is moved in a test. */
    static final Duration SECRET_LIFE = Duration.ofDays(3_653);

    private static final List<AppId> RESOURCES =
            List.of(WellKnown.MICROSOFT_GRAPH, WellKnown.AZURE_MANAGEMENT, WellKnown.EXCHANGE_ONLINE);

    SeedDirectory.SeededApp put(SeedFile.SeedApp one) {
        AppId appId = new AppId(UUID.randomUUID());
        ObjectId application = new ObjectId(UUID.randomUUID());
        ObjectId principal = new ObjectId(UUID.randomUUID());
        if (one.name().codePoints().anyMatch(Character::isISOControl)) {
            throw DevelopFailure.invalid("'" + one.place() + ".name' contains control characters.");
        }
        NewSecret secret = NewSecret.of("seed", now, now.plus(SECRET_LIFE), random);
        draft.put(new Application(
                application,
                appId,
                now,
                one.name(),
                List.of(),
                List.of(),
                Credentials.NONE.withPasswords(List.of(secret.credential())),
                List.of(),
                Map.of()));
        draft.put(new ServicePrincipal(
                principal,
                appId,
                now,
                one.name(),
                ServicePrincipalType.APPLICATION,
                true,
                false,
                List.of(appId.toString()),
                List.of(),
                List.of(),
                Credentials.NONE,
                null,
                List.of(),
                Map.of()));
        one.permissions().stream().distinct().forEach(permission -> grant(one.place(), principal, permission));
        return new SeedDirectory.SeededApp(one.name(), appId, application, principal, secret);
    }

    private void grant(String place, ObjectId principal, String permission) {
        for (AppId id : RESOURCES) {
            ServicePrincipal resource = Objects.requireNonNull(draft.before().servicePrincipal(id));
            for (AppRole role : resource.appRoles()) {
                if (permission.equalsIgnoreCase(role.value())) {
                    draft.put(new AppRoleAssignment(
                            AppRoleAssignment.newId(principal, random), principal, resource.id(), role.id(), now));
                    return;
                }
            }
        }
        throw DevelopFailure.invalid(
                "'" + place + ".permissions': there is no application permission '" + permission + "'.");
    }
}
