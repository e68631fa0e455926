package dev.postern.token;

import dev.postern.access.AppId;
import dev.postern.directory.Application;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a token is asked for.
 *
 * @param audience the name it was asked by, in its registered spelling
 */
public record TokenTarget(ServicePrincipal resource, String audience) {
    /**
     * Finds a resource by its app id, or by one of its names without regard to case. A slash at the end is part of a name.
     *
     * @throws LoginFailure when there is none in this tenant, or it is disabled
     */
    public static TokenTarget of(DirectorySnapshot directory, String asked) {
        TokenTarget target = find(directory, asked);
        if (target == null) {
            throw new LoginFailure(
                    LoginError.UNKNOWN_RESOURCE, asked, directory.tenant().id().toString());
        }
        if (!target.resource().accountEnabled()) {
            throw new LoginFailure(LoginError.RESOURCE_DISABLED, asked);
        }
        return target;
    }

    private static @Nullable TokenTarget find(DirectorySnapshot directory, String asked) {
        AppId appId = appId(asked);
        if (appId != null) {
            ServicePrincipal resource = directory.servicePrincipal(appId);
            return resource == null ? null : new TokenTarget(resource, appId.toString());
        }
        Stream<@Nullable ServicePrincipal> ofApplications =
                directory.applicationsOf(asked).map(application -> directory.servicePrincipal(application.appId()));
        return Stream.concat(directory.servicePrincipalsOf(asked), ofApplications.filter(Objects::nonNull))
                .flatMap(resource -> names(directory, resource).stream()
                        .filter(name -> name.equalsIgnoreCase(asked))
                        .map(name -> new TokenTarget(resource, name)))
                .findFirst()
                .orElse(null);
    }

    /** Reads a GUID, or answers null for anything else. */
    public static @Nullable AppId appId(String text) {
        try {
            return AppId.of(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether a token with this audience is for this resource. */
    static boolean isFor(DirectorySnapshot directory, ServicePrincipal resource, String audience) {
        return audience.equalsIgnoreCase(resource.appId().toString())
                || names(directory, resource).stream().anyMatch(audience::equalsIgnoreCase);
    }

    private static List<String> names(DirectorySnapshot directory, ServicePrincipal resource) {
        Application application = directory.application(resource.appId());
        if (application == null) {
            return resource.servicePrincipalNames();
        }
        var names = new java.util.ArrayList<>(resource.servicePrincipalNames());
        names.addAll(application.identifierUris());
        return names;
    }
}
