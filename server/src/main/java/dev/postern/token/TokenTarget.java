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
 * The resource that a token is requested for.
 *
 * @param audience the name used in the request, in its registered spelling
 */
public record TokenTarget(ServicePrincipal resource, String audience) {
    /**
     * Finds a resource by its app id, or by one of its names without regard to case. A trailing slash is part of a name.
     *
     * @param names further names of Microsoft Graph; they win over names of applications, but not over those of the other resources
     *     that every tenant has
     * @throws LoginFailure if there is none in this tenant, or it is disabled
     */
    static TokenTarget of(DirectorySnapshot directory, GraphNames names, String requested) {
        TokenTarget target = find(directory, names, requested);
        if (target == null) {
            throw new LoginFailure(
                    LoginError.UNKNOWN_RESOURCE,
                    requested,
                    directory.tenant().id().toString());
        }
        if (!target.resource().accountEnabled()) {
            throw new LoginFailure(LoginError.RESOURCE_DISABLED, requested);
        }
        return target;
    }

    private static @Nullable TokenTarget find(DirectorySnapshot directory, GraphNames names, String requested) {
        AppId appId = appId(requested);
        if (appId != null) {
            ServicePrincipal resource = directory.servicePrincipal(appId);
            return resource == null ? null : new TokenTarget(resource, appId.toString());
        }
        TokenTarget registered = registered(directory, requested);
        boolean builtIn =
                registered != null && Resource.isOne(registered.resource().appId());
        if (builtIn || !names.contain(requested)) {
            return registered;
        }
        ServicePrincipal graph = directory.servicePrincipal(Resource.GRAPH.appId());
        return graph == null ? null : new TokenTarget(graph, requested);
    }

    private static @Nullable TokenTarget registered(DirectorySnapshot directory, String requested) {
        Stream<@Nullable ServicePrincipal> ofApplications =
                directory.applicationsOf(requested).map(application -> directory.servicePrincipal(application.appId()));
        return Stream.concat(directory.servicePrincipalsOf(requested), ofApplications.filter(Objects::nonNull))
                .flatMap(resource -> names(directory, resource).stream()
                        .filter(name -> name.equalsIgnoreCase(requested))
                        .map(name -> new TokenTarget(resource, name)))
                .findFirst()
                .orElse(null);
    }

    /** Parses a GUID; null for anything else. */
    public static @Nullable AppId appId(String text) {
        try {
            return AppId.of(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns whether a token with this audience is for this resource, which is one of Postern's own. */
    static boolean isFor(
            DirectorySnapshot directory, GraphNames graphNames, ServicePrincipal resource, String audience) {
        if (audience.equalsIgnoreCase(resource.appId().toString())
                || names(directory, resource).stream().anyMatch(audience::equalsIgnoreCase)) {
            return true;
        }
        TokenTarget target =
                resource.appId().equals(Resource.GRAPH.appId()) ? find(directory, graphNames, audience) : null;
        return target != null && target.resource().id().equals(resource.id());
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
