package dev.postern.management;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.Credentials;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.SecretHash;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.gate.DirectoryWriter;
import dev.postern.query.Folding;
import dev.postern.token.EndpointHeader;
import dev.postern.token.ManagedIdentities;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Creates and finds managed identities that belong to no resource. */
final class IdentityChange {
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ -]{0,79}");

    private IdentityChange() {}

    static IdentityMade create(DirectoryWriter directory, String name, Instant now, SecureRandom random) {
        if (!NAME.matcher(name).matches() || GUID.matcher(name).matches()) {
            throw new DirectoryFailure.Invalid(
                    "A name must have 1 to 80 letters, digits, periods, underscores, hyphens or spaces, begin with a"
                            + " letter or digit, and not be a GUID.");
        }
        ObjectId id = new ObjectId(UUID.randomUUID());
        EndpointHeader header =
                EndpointHeader.create(directory.snapshot().tenant().id(), id, random);
        SecretHash hash = header.hash(random);
        AppId appId = new AppId(UUID.randomUUID());
        return directory.change(draft -> {
            if (find(draft.before(), name).isPresent()) {
                throw new DirectoryFailure.AlreadyExists("displayName", name);
            }
            ServicePrincipal made = new ServicePrincipal(
                    id,
                    appId,
                    now,
                    name,
                    ServicePrincipalType.MANAGED_IDENTITY,
                    true,
                    false,
                    List.of(appId.toString()),
                    List.of("isExplicit=True", resource(draft.before(), name)),
                    List.of(),
                    Credentials.NONE,
                    hash,
                    List.of(),
                    Map.of());
            draft.put(made);
            return new IdentityMade(made, header.text());
        });
    }

    /** User-assigned identities have such a resource id, which the selectors of token endpoints use. */
    static String resource(DirectorySnapshot directory, String name) {
        return ManagedIdentities.userAssigned(directory.tenant().id(), name);
    }

    /**
     * Finds an identity by object id, or by the name it was created with. Only identities that were created here are found, because those
     * of workflows must not be used by others.
     */
    static Optional<ServicePrincipal> find(DirectorySnapshot directory, String name) {
        if (GUID.matcher(name).matches()) {
            return Optional.ofNullable(directory.find(ObjectId.of(name), ServicePrincipal.class))
                    .filter(principal ->
                            ManagedIdentities.isUserAssigned(directory.tenant().id(), principal));
        }
        String wanted = Folding.lower(resource(directory, name));
        return directory
                .byAlternativeName(wanted)
                .filter(principal -> principal.type() == ServicePrincipalType.MANAGED_IDENTITY)
                .filter(principal -> principal.alternativeNames().stream()
                        .anyMatch(other -> Folding.lower(other).equals(wanted)))
                .findFirst();
    }
}
