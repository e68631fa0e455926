package dev.postern.benchmarks.directory;

import dev.postern.access.AccessQuestion;
import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.ServicePrincipal;
import java.util.Set;
import java.util.UUID;

/**
 * An application of the sample. Each has a grant in Entra that a policy restricts to a group; half of them also have a role assignment.
 *
 * @param restrictedTo the scope of its policy, direct and nested members
 * @param scope of its role assignment
 */
record SampleApp(ServicePrincipal principal, ObjectId restrictedTo, SampleScope scope) {
    private static final Set<String> PERMISSIONS = Set.of(SampleTenant.PERMISSION);

    /** With ids of its own, as a request has them. */
    AccessQuestion question(ObjectId mailbox) {
        return new AccessQuestion(
                new AppId(principal.appId().value()), principal.id(), PERMISSIONS, PERMISSIONS, copy(mailbox));
    }

    static ObjectId copy(ObjectId id) {
        return new ObjectId(
                new UUID(id.value().getMostSignificantBits(), id.value().getLeastSignificantBits()));
    }
}
