package dev.postern.graph.directory;

import dev.postern.directory.Application;
import dev.postern.directory.Credentials;
import dev.postern.directory.ServicePrincipal;
import java.util.List;
import java.util.stream.Stream;

/** Changes to service principals. */
final class PrincipalChanges {
    private PrincipalChanges() {}

    /** The principal with the properties copied from its application. */
    static ServicePrincipal following(ServicePrincipal principal, Application application) {
        return new ServicePrincipal(
                principal.id(),
                principal.appId(),
                principal.createdAt(),
                application.displayName(),
                principal.type(),
                principal.accountEnabled(),
                principal.appRoleAssignmentRequired(),
                names(application),
                principal.alternativeNames(),
                application.appRoles(),
                principal.credentials(),
                principal.endpointSecret(),
                principal.owners(),
                principal.profile());
    }

    /** The names by which token requests identify the application. */
    static List<String> names(Application application) {
        return Stream.concat(Stream.of(application.appId().toString()), application.identifierUris().stream())
                .distinct()
                .toList();
    }

    /** The principal with the changes of a PATCH. Properties of its application cannot be changed here. */
    static ServicePrincipal patched(ServicePrincipal principal, RequestProperties given) {
        boolean enabled = given.flag("accountEnabled").orElse(principal.accountEnabled());
        boolean required = given.flag("appRoleAssignmentRequired").orElse(principal.appRoleAssignmentRequired());
        Credentials credentials = given.take("keyCredentials")
                .map(keys -> principal
                        .credentials()
                        .withKeys(KeyCredentials.read(
                                keys, principal.credentials().keys())))
                .orElse(principal.credentials());
        return new ServicePrincipal(
                principal.id(),
                principal.appId(),
                principal.createdAt(),
                given.text("displayName").orElse(principal.displayName()),
                principal.type(),
                enabled,
                required,
                principal.servicePrincipalNames(),
                principal.alternativeNames(),
                principal.appRoles(),
                credentials,
                principal.endpointSecret(),
                principal.owners(),
                given.profile(principal.profile()));
    }
}
