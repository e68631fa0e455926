package dev.postern.management;

import dev.postern.directory.ServicePrincipal;
import dev.postern.effective.AccessNames;
import dev.postern.effective.MailboxPermissions;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.migration.MigrationPlanner;
import dev.postern.migration.MigrationTooLarge;
import java.util.Optional;
import java.util.Set;

/**
 * {@code GET /postern/access/migration}: the script that moves applications from application access policies to role assignments, with its
 * proof. It changes nothing.
 */
public final class MigrationApi {
    private static final Set<String> PARAMETERS = Set.of("app");

    private final ManagementGate gate;
    private final MailboxPermissions permissions;

    public MigrationApi(Gate gate, MailboxPermissions permissions) {
        this.gate = new ManagementGate(gate);
        this.permissions = permissions;
    }

    /** Adds the route. */
    public void addTo(RouteAdder routes) {
        gate.addAudit(routes, "GET", "/postern/access/migration", this::plan);
    }

    private Response plan(OpenAudit audit, Request request) {
        try {
            Optional<String> named = QueryParameters.read(request, PARAMETERS).text("app");
            Optional<ServicePrincipal> app = named.flatMap(new AccessNames(audit.snapshot())::app);
            if (named.isPresent() && app.isEmpty()) {
                return ManagementGate.error(
                        404, "Request_ResourceNotFound", new AccessNames(audit.snapshot()).whyNoApp(named.get()));
            }
            var planner = new MigrationPlanner(audit.snapshot(), permissions);
            return ManagementGate.json(200, planner.plan(app.orElse(null)).json());
        } catch (MigrationTooLarge e) {
            return ManagementGate.error(400, "RequestTooLarge", String.valueOf(e.getMessage()));
        }
    }
}
