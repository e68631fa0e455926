package dev.postern.directory;

import dev.postern.access.AccessRight;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;

/** Objects of a made-up tenant, the same for the same seed. */
final class DirectoryObjects {
    static final Instant CREATED = Instant.parse("2026-11-23T08:00:00Z");
    private final SplittableRandom random;

    DirectoryObjects(long seed) {
        random = new SplittableRandom(seed);
    }

    UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    User user(String alias) {
        return user(new ObjectId(id()), alias, List.of());
    }

    User user(ObjectId id, String alias, List<String> otherAddresses) {
        return new User(
                id,
                CREATED,
                "Display " + alias,
                alias + "@contoso.example",
                true,
                recipient(RecipientType.USER_MAILBOX, alias, otherAddresses),
                new MailboxId(id()),
                Map.of());
    }

    Group group(String alias, RecipientType type) {
        return new Group(
                new ObjectId(id()),
                CREATED,
                alias,
                alias,
                type == RecipientType.SECURITY_GROUP,
                List.of(),
                recipient(type, alias, List.of()),
                List.of(),
                Map.of());
    }

    private Recipient recipient(RecipientType type, String alias, List<String> otherAddresses) {
        return new Recipient(
                type,
                alias,
                alias,
                alias + "@contoso.example",
                otherAddresses,
                "S-1-5-21-1-2-3-" + alias,
                id(),
                false,
                Map.of());
    }

    ServicePrincipal principal(String name) {
        AppId app = new AppId(id());
        return new ServicePrincipal(
                new ObjectId(id()),
                app,
                CREATED,
                name,
                ServicePrincipalType.APPLICATION,
                true,
                false,
                List.of(app.toString(), "api://" + name),
                List.of(),
                List.of(),
                Credentials.NONE,
                null,
                List.of(),
                Map.of());
    }

    AppRoleAssignment grant(DirectorySnapshot directory, ServicePrincipal principal, String permission) {
        ServicePrincipal graph = Objects.requireNonNull(directory.servicePrincipal(WellKnown.MICROSOFT_GRAPH));
        UUID role = graph.appRoles().stream()
                .filter(one -> one.value().equals(permission))
                .findFirst()
                .orElseThrow()
                .id();
        return new AppRoleAssignment(
                AppRoleAssignment.newId(principal.id(), random), principal.id(), graph.id(), role, CREATED);
    }

    ApplicationAccessPolicy policy(AppSelector app, AccessRight right, ObjectId scope) {
        return new ApplicationAccessPolicy(
                new PolicyId(id()), app, right, scope, "S-1-5-21-1-2-3-4", "scope", "scope", null, CREATED);
    }
}
