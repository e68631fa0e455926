package dev.postern.graph.directory;

import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphModel;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.Predicate;

/** Binds every implemented operation on the directory. */
public final class DirectoryOperations {
    private DirectoryOperations() {}

    /**
     * @param plainIssuers which URLs of federated issuers may be http
     * @param graphNames whether a name is one of Microsoft Graph although it is not in the directory
     */
    public static void bind(
            GraphEdge edge,
            GraphModel model,
            InstantSource clock,
            Predicate<URI> plainIssuers,
            Predicate<String> graphNames) {
        var types = model.types();
        var recipients = new MailEnabling();
        new Users(clock, types, recipients).bind(edge);
        new GroupRoutes(clock, types, recipients).bind(edge);
        Members.bind(edge);
        Owners.bind(edge);
        Memberships.bind(edge);
        var any = new AnyObject(types);
        any.bind(edge);
        new AdministrativeUnits(clock, types).bind(edge);
        new UnitMembers(any).bind(edge);
        new Relations(types).bind(edge);
        new TenantReads(types).bind(edge);
        new Applications(clock, types, new IdentifierUris(graphNames)).bind(edge);
        new ServicePrincipals(clock, types).bind(edge);
        new Passwords(clock, types).bind(edge);
        new FederatedCredentials(new FederatedBody(plainIssuers)).bind(edge);
        new AppRoleAssignments(types, new RoleAssignments(clock)).bind(edge);
    }
}
