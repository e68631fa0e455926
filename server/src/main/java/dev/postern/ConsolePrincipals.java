package dev.postern;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.console.ConsoleSignIn;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.BuiltInConsole;
import dev.postern.directory.Credentials;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The service principal that the pages of a tenant act as. It is made with the first link, not before: a server without console has none. */
final class ConsolePrincipals implements ConsoleSignIn.Principals {
    private final Directory directory;
    private final InstantSource clock;
    private final SecureRandom random;

    ConsolePrincipals(Directory directory, InstantSource clock, SecureRandom random) {
        this.directory = directory;
        this.clock = clock;
        this.random = random;
    }

    /** Returns the tenant's, which has the roles that pages need. */
    @Override
    public ObjectId ensure(TenantId tenant, Actor actor) {
        DirectorySnapshot now = directory.snapshot(tenant);
        ServicePrincipal known = BuiltInConsole.find(now);
        if (known != null && hasRoles(now, known)) {
            return known.id();
        }
        return directory.maintain(tenant, actor, this::restore);
    }

    private static boolean hasRoles(DirectorySnapshot now, ServicePrincipal console) {
        return BuiltInConsole.ROLES.entrySet().stream()
                .allMatch(entry -> missing(now, console.id(), entry.getKey(), entry.getValue())
                        .isEmpty());
    }

    private ObjectId restore(Draft draft) {
        draft.completeResources();
        DirectorySnapshot before = draft.before();
        ServicePrincipal console = BuiltInConsole.find(before);
        if (console == null) {
            draft.note("prepare the application of the console");
            console = made(clock.instant());
            draft.put(console);
        }
        ObjectId id = console.id();
        BuiltInConsole.ROLES.forEach((app, values) -> missing(before, id, app, values)
                .forEach(role -> draft.put(new AppRoleAssignment(
                        AppRoleAssignment.newId(id, random),
                        id,
                        resource(before, app).id(),
                        role.id(),
                        clock.instant()))));
        return id;
    }

    private static List<AppRole> missing(DirectorySnapshot directory, ObjectId console, AppId app, Set<String> values) {
        ServicePrincipal resource = resource(directory, app);
        return resource.appRoles().stream()
                .filter(role -> values.contains(role.value()))
                .filter(role -> directory.assignmentsOf(console).stream()
                        .noneMatch(one -> one.resource().equals(resource.id())
                                && one.appRoleId().equals(role.id())))
                .toList();
    }

    private static ServicePrincipal resource(DirectorySnapshot directory, AppId app) {
        ServicePrincipal resource = directory.servicePrincipal(app);
        if (resource == null) {
            throw new IllegalStateException("The tenant has no service principal " + app);
        }
        return resource;
    }

    private static ServicePrincipal made(Instant now) {
        AppId appId = new AppId(UUID.randomUUID());
        return new ServicePrincipal(
                new ObjectId(UUID.randomUUID()),
                appId,
                now,
                BuiltInConsole.NAME,
                ServicePrincipalType.APPLICATION,
                true,
                false,
                List.of(appId.toString()),
                BuiltInConsole.alternativeNames(),
                List.of(),
                Credentials.NONE,
                null,
                List.of(),
                Map.of());
    }
}
