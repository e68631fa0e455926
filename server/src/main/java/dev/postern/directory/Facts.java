package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a tenant's directory holds, by key. A snapshot never changes its own; a draft works on a copy.
 *
 * @param builtIn the service principal of the built-in administrator, as the tenant's row names it; empty before it is made
 */
record Facts(
        Map<ObjectId, DirectoryObject> objects,
        Map<ObjectId, Set<ObjectId>> members,
        Map<String, AppRoleAssignment> assignments,
        Map<PolicyId, ApplicationAccessPolicy> policies,
        Set<ObjectId> builtIn) {
    static Facts empty() {
        return new Facts(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashSet<>());
    }

    Facts copy() {
        var copied = new HashMap<ObjectId, Set<ObjectId>>(members);
        copied.replaceAll((group, of) -> new LinkedHashSet<>(of));
        return new Facts(
                new HashMap<>(objects),
                copied,
                new HashMap<>(assignments),
                new HashMap<>(policies),
                new HashSet<>(builtIn));
    }
}
