package dev.postern.graph.directory;

import dev.postern.directory.Application;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.graph.GraphFailure;
import java.net.URI;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The names under which tokens for an application are asked. If two resources had the same one, a token for one could be taken for
 * a token for the other; so nobody may take a name that another has, least of all Microsoft Graph's.
 *
 * @param graphNames whether a name is one of Microsoft Graph although it is not in the directory
 */
record IdentifierUris(Predicate<String> graphNames) {
    private static final int LONGEST = 255;

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
            return name.length() <= LONGEST && URI.create(name).isAbsolute();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The names of all others that have this one, with or without a slash at the end. */
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

    /** With and without a slash at the end is the same name to most who read it. */
    private static boolean same(String one, String other) {
        return cut(one).equalsIgnoreCase(cut(other));
    }

    private static String cut(String name) {
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }
}
