package dev.postern.graph.directory;

import dev.postern.directory.Application;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.graph.GraphFailure;
import java.net.URI;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The names by which token requests identify an application. If two resources had the same one, a token for one could
 * be used for the other. Therefore no application may take a name that another has, especially Microsoft Graph's.
 *
 * @param graphNames whether a name is one of Microsoft Graph although it is not in the directory
 */
record IdentifierUris(Predicate<String> graphNames) {
    private static final int MAX_LENGTH = 255;

    void check(Application application, DirectorySnapshot directory) {
        for (String name : application.identifierUris()) {
            if (!isAbsolute(name)) {
                throw GraphFailure.directory(
                        "Invalid value specified for property 'identifierUris' of resource 'Application'.");
            }
            if (graphNames.test(name) || others(application, directory, name).anyMatch(other -> same(other, name))) {
                throw new DirectoryFailure.AlreadyExists("identifierUris", name);
            }
        }
    }

    private static boolean isAbsolute(String name) {
        try {
            return name.length() <= MAX_LENGTH && URI.create(name).isAbsolute();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** All other applications' names equal to this one, ignoring a trailing slash. */
    private static Stream<String> others(Application application, DirectorySnapshot directory, String name) {
        return Stream.of(cut(name), cut(name) + "/")
                .flatMap(spelled -> Stream.concat(
                        directory
                                .applicationsOf(spelled)
                                .filter(other -> !other.id().equals(application.id()))
                                .flatMap(other -> other.identifierUris().stream()),
                        directory
                                .servicePrincipalsOf(spelled)
                                .filter(other -> !other.appId().equals(application.appId()))
                                .flatMap(other -> other.servicePrincipalNames().stream())));
    }

    /** Most programs treat names with and without a trailing slash as equal. */
    private static boolean same(String one, String other) {
        return cut(one).equalsIgnoreCase(cut(other));
    }

    private static String cut(String name) {
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }
}
