package dev.postern;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.audit.Actor;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.Application;
import dev.postern.directory.Credentials;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.PasswordCredential;
import dev.postern.directory.SecretHash;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.directory.Tenant;
import dev.postern.directory.WellKnown;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The application that the command line signs in as. It may change the directory and run cmdlets; it holds no permission on any
 * mailbox. Each start gives it a new secret, because the old one is nowhere to be read.
 */
record Administrator(AppId appId, String secret) {
    private static final String MARK = "postern:administrator";
    private static final Duration SECRET_LIFE = Duration.ofDays(730);

    private static final Map<AppId, Set<String>> ROLES = Map.of(
            WellKnown.MICROSOFT_GRAPH,
            Set.of(
                    "Application.ReadWrite.All",
                    "AppRoleAssignment.ReadWrite.All",
                    "User.ReadWrite.All",
                    "Group.ReadWrite.All"),
            WellKnown.EXCHANGE_ONLINE,
            Set.of("Exchange.ManageAsApp"),
            WellKnown.AZURE_AD_GRAPH,
            Set.of("Directory.ReadWrite.All"),
            WellKnown.AZURE_MANAGEMENT,
            Set.of("Workflow.ReadWrite.All", "Identity.ReadWrite.All", "Audit.Read.All"));

    /** Makes the application when the tenant does not have it, and gives it a new secret of this name in place of the last. */
    static Administrator of(
            Directory directory, Tenant tenant, String secretName, InstantSource clock, SecureRandom random) {
        String secret = SecretHash.newSecret(random);
        Actor actor = Actor.server(UUID.randomUUID());
        AppId appId = directory.change(tenant.id(), actor, draft -> {
            draft.note("prepare the administrator application");
            Application application = find(draft.before());
            if (application == null) {
                application = create(draft, clock.instant(), random);
            }
            draft.put(withSecret(application, secretName, secret, clock.instant(), random));
            return application.appId();
        });
        return new Administrator(appId, secret);
    }

    private static @Nullable Application find(DirectorySnapshot directory) {
        return directory
                .all(ServicePrincipal.class)
                .filter(principal -> principal.alternativeNames().contains(MARK))
                .findFirst()
                .map(principal -> directory.application(principal.appId()))
                .orElse(null);
    }

    private static Application create(Draft draft, Instant now, SecureRandom random) {
        AppId appId = new AppId(UUID.randomUUID());
        String name = "Postern Administrator";
        Application application = new Application(
                new ObjectId(UUID.randomUUID()), appId, now, name, List.of(), List.of(), Credentials.NONE, Map.of());
        ServicePrincipal principal = new ServicePrincipal(
                new ObjectId(UUID.randomUUID()),
                appId,
                now,
                name,
                ServicePrincipalType.APPLICATION,
                true,
                false,
                List.of(appId.toString()),
                List.of(MARK),
                List.of(),
                Credentials.NONE,
                null,
                Map.of());
        draft.put(application);
        draft.put(principal);
        ROLES.forEach((resource, values) -> grant(draft, principal, resource, values, now, random));
        return application;
    }

    private static void grant(
            Draft draft,
            ServicePrincipal principal,
            AppId resourceApp,
            Set<String> values,
            Instant now,
            SecureRandom random) {
        ServicePrincipal resource = draft.before().servicePrincipal(resourceApp);
        if (resource == null) {
            throw new IllegalStateException("The tenant has no service principal " + resourceApp);
        }
        List<AppRole> roles = resource.appRoles().stream()
                .filter(role -> values.contains(role.value()))
                .toList();
        if (roles.size() != values.size()) {
            throw new IllegalStateException("Not all of " + values + " are roles of " + resource.displayName());
        }
        for (AppRole role : roles) {
            draft.put(new AppRoleAssignment(
                    AppRoleAssignment.newId(principal.id(), random), principal.id(), resource.id(), role.id(), now));
        }
    }

    private static Application withSecret(
            Application application, String name, String secret, Instant now, SecureRandom random) {
        var passwords = new ArrayList<>(application.credentials().passwords());
        passwords.removeIf(password -> name.equals(password.displayName()));
        passwords.add(new PasswordCredential(
                UUID.randomUUID(),
                name,
                secret.substring(0, 3),
                now,
                now.plus(SECRET_LIFE),
                SecretHash.of(secret, random)));
        return application.withCredentials(application.credentials().withPasswords(passwords));
    }

    @Override
    public String toString() {
        return "Administrator[" + appId + "]";
    }
}
