package dev.postern;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.Application;
import dev.postern.directory.BuiltInAdministrator;
import dev.postern.directory.Credentials;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.PasswordCredential;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The built-in administrator: the application that the command line signs in as. It may change the directory and run cmdlets, and has no
 * permission for any mailbox. The tenant's record names it. Older versions had no such record; there the administrator is the first application
 * with the marker, because it was created before any other. All other objects with the marker lose it.
 */
final class Administrator {
    private static final Logger LOG = LoggerFactory.getLogger(Administrator.class);

    private final Draft draft;
    private final Instant now;
    private final SecureRandom random;

    private Administrator(Draft draft, Instant now, SecureRandom random) {
        this.draft = draft;
        this.now = now;
        this.random = random;
    }

    /**
     * Ensures that the administrator exists, is enabled, has its roles, and has only the wanted credentials. Corrections
     * are logged.
     *
     * @param ownName the name of this server's own secrets, which are all removed
     * @param wanted decides which of the other secrets are kept
     * @param own a secret to add, or null
     */
    static AppId restore(
            Draft draft,
            String ownName,
            Predicate<PasswordCredential> wanted,
            @Nullable PasswordCredential own,
            Instant now,
            SecureRandom random) {
        return new Administrator(draft, now, random).restore(ownName, wanted, own);
    }

    private AppId restore(String ownName, Predicate<PasswordCredential> wanted, @Nullable PasswordCredential own) {
        draft.completeResources();
        DirectorySnapshot directory = draft.before();
        ServicePrincipal principal = find(directory);
        Application application = principal == null ? null : directory.application(principal.appId());
        if (principal == null) {
            draft.note("prepare the administrator application");
            principal = principal(new ObjectId(UUID.randomUUID()), new AppId(UUID.randomUUID()), now);
        }
        if (!principal.id().equals(id(directory.administrator()))) {
            draft.appoint(principal.id());
        }
        putIfOther(directory, principal(principal.id(), principal.appId(), principal.createdAt()));
        unmark(directory, principal.id());
        grantAll(principal);
        Application before = application == null ? application(principal) : application;
        if (!before.credentials().keys().isEmpty()
                || !before.credentials().federated().isEmpty()
                || !principal.credentials().equals(Credentials.NONE)) {
            LOG.warn(
                    "Certificates, federated credentials or secrets that others gave to the administrator of {} are"
                            + " removed",
                    directory.tenant().defaultDomain());
        }
        var secrets = new ArrayList<PasswordCredential>();
        for (PasswordCredential secret : before.credentials().passwords()) {
            if (wanted.test(secret)) {
                secrets.add(secret);
            } else if (!Objects.equals(secret.displayName(), ownName)) {
                LOG.warn(
                        "The secret {} ('{}') of the administrator of {} is no lease of a running server and is"
                                + " removed",
                        secret.keyId(),
                        secret.displayName(),
                        directory.tenant().defaultDomain());
            }
        }
        if (own != null) {
            secrets.add(own);
        }
        putIfOther(
                directory,
                application(principal).withCredentials(Credentials.NONE.withPasswords(secrets)),
                before.id(),
                before.createdAt());
        return principal.appId();
    }

    private void putIfOther(DirectorySnapshot directory, ServicePrincipal wanted) {
        if (!wanted.equals(directory.find(wanted.id()))) {
            draft.put(wanted);
        }
    }

    private void putIfOther(DirectorySnapshot directory, Application made, ObjectId id, Instant createdAt) {
        Application wanted = new Application(
                id,
                made.appId(),
                createdAt,
                made.displayName(),
                List.of(),
                List.of(),
                made.credentials(),
                List.of(),
                Map.of());
        if (!wanted.equals(directory.find(id))) {
            draft.put(wanted);
        }
    }

    private static @Nullable ObjectId id(@Nullable ServicePrincipal principal) {
        return principal == null ? null : principal.id();
    }

    private static @Nullable ServicePrincipal find(DirectorySnapshot directory) {
        ServicePrincipal recorded = directory.administrator();
        if (recorded != null) {
            return recorded;
        }
        return directory
                .all(ServicePrincipal.class)
                .filter(principal -> principal.type() == ServicePrincipalType.APPLICATION)
                .filter(principal -> BuiltInAdministrator.isMarked(principal.alternativeNames()))
                .min(Comparator.comparing(ServicePrincipal::createdAt).thenComparing(ServicePrincipal::id))
                .orElse(null);
    }

    private void unmark(DirectorySnapshot directory, ObjectId administrator) {
        directory
                .all(ServicePrincipal.class)
                .filter(other -> !other.id().equals(administrator))
                .filter(other -> BuiltInAdministrator.isMarked(other.alternativeNames()))
                .forEach(other -> {
                    LOG.warn(
                            "The service principal {} ('{}') has the marker of the administrator of {} but is not the"
                                    + " administrator; the marker is removed",
                            other.id(),
                            other.displayName(),
                            directory.tenant().defaultDomain());
                    draft.put(unmarked(other));
                });
    }

    private static ServicePrincipal unmarked(ServicePrincipal other) {
        return new ServicePrincipal(
                other.id(),
                other.appId(),
                other.createdAt(),
                other.displayName(),
                other.type(),
                other.accountEnabled(),
                other.appRoleAssignmentRequired(),
                other.servicePrincipalNames(),
                other.alternativeNames().stream()
                        .filter(name -> !BuiltInAdministrator.isMarked(List.of(name)))
                        .toList(),
                other.appRoles(),
                other.credentials(),
                other.endpointSecret(),
                other.owners(),
                other.profile());
    }

    private Application application(ServicePrincipal principal) {
        return new Application(
                new ObjectId(UUID.randomUUID()),
                principal.appId(),
                now,
                BuiltInAdministrator.NAME,
                List.of(),
                List.of(),
                Credentials.NONE,
                List.of(),
                Map.of());
    }

    private static ServicePrincipal principal(ObjectId id, AppId appId, Instant createdAt) {
        return new ServicePrincipal(
                id,
                appId,
                createdAt,
                BuiltInAdministrator.NAME,
                ServicePrincipalType.APPLICATION,
                true,
                false,
                List.of(appId.toString()),
                List.of(BuiltInAdministrator.MARK),
                List.of(),
                Credentials.NONE,
                null,
                List.of(),
                Map.of());
    }

    private void grantAll(ServicePrincipal principal) {
        BuiltInAdministrator.ROLES.forEach((app, values) -> {
            ServicePrincipal known = draft.before().servicePrincipal(app);
            // with the roles that were just added to it
            if (known == null || !(draft.now(known.id()) instanceof ServicePrincipal resource)) {
                throw new IllegalStateException("The tenant has no service principal " + app);
            }
            grant(principal, resource, values);
        });
    }

    private void grant(ServicePrincipal principal, ServicePrincipal resource, Set<String> values) {
        List<AppRole> roles = resource.appRoles().stream()
                .filter(role -> values.contains(role.value()))
                .toList();
        if (roles.size() != values.size()) {
            throw new IllegalStateException("Not all of " + values + " are roles of " + resource.displayName());
        }
        for (AppRole role : roles) {
            boolean assigned = draft.before().assignmentsOf(principal.id()).stream()
                    .anyMatch(one -> one.resource().equals(resource.id())
                            && one.appRoleId().equals(role.id()));
            if (!assigned) {
                draft.put(new AppRoleAssignment(
                        AppRoleAssignment.newId(principal.id(), random),
                        principal.id(),
                        resource.id(),
                        role.id(),
                        now));
            }
        }
    }
}
