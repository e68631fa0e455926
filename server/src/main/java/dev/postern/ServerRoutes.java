package dev.postern;

import dev.postern.audit.Verifications;
import dev.postern.compute.Compute;
import dev.postern.console.Console;
import dev.postern.exchange.CmdletPlan;
import dev.postern.exchange.InvokeCommand;
import dev.postern.http.RequestRouter;
import dev.postern.importer.ImportLimits;
import dev.postern.importer.TenantCreation;
import dev.postern.management.AccessPlanApi;
import dev.postern.management.AccessUse;
import dev.postern.management.AdministratorEndpoints;
import dev.postern.management.AdministratorSecrets;
import dev.postern.management.ApplicationList;
import dev.postern.management.AuditByRequest;
import dev.postern.management.AuditList;
import dev.postern.management.AuditVerification;
import dev.postern.management.ConsoleLinks;
import dev.postern.management.DkimApi;
import dev.postern.management.EffectiveAccessApi;
import dev.postern.management.Identities;
import dev.postern.management.MailMoving;
import dev.postern.management.MigrationApi;
import dev.postern.management.MyMailboxes;
import dev.postern.management.QueueList;
import dev.postern.management.RecipientList;
import dev.postern.management.ServerStatus;
import dev.postern.management.SubscriptionList;
import dev.postern.management.TenantImports;
import dev.postern.management.TraceList;
import dev.postern.management.VersionOfServer;
import dev.postern.workflow.WorkflowService;
import dev.postern.workflow.api.CloudMetadata;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The routes of all edges.
 *
 * @param core the core that they use
 * @param administrator the secrets of this server's administrator
 * @param tenants creates tenants from exports
 * @param maxMessageBytes of a message that is moved in
 * @param status what the status consists of
 * @param verifications of the audit
 * @param console its pages call all other edges
 */
record ServerRoutes(
        Core core,
        Compute compute,
        AdministratorSecrets administrator,
        TenantCreation tenants,
        long maxMessageBytes,
        ServerStatus.Parts status,
        Verifications verifications,
        Console console) {
    RequestRouter router(
            Optional<OperatorRoutes> operators,
            GraphRoutes graph,
            SignIn signIn,
            WorkflowService workflows,
            CloudMetadata metadata,
            SecureRandom random) {
        RequestRouter router = new RequestRouter();
        operators.ifPresent(routes -> routes.addTo(router));
        graph.addTo(router, core.gate(), compute, core.clock());
        signIn.login().addTo(router.of("login"));
        new InvokeCommand(core.gate(), compute.pool(), core.clock()).addTo(router.of("exchange"));
        new Identities(core.gate(), core.issuer(), core.clock(), random).addTo(router.of("management"));
        new ApplicationList(core.gate(), core.clock()).addTo(router.of("management"));
        new RecipientList(core.gate(), core.clock()).addTo(router.of("management"));
        new AccessUse(core.gate(), core.clock()).addTo(router.of("management"));
        new AuditByRequest(core.gate()).addTo(router.of("management"));
        new AuditList(core.gate(), core.clock()).addTo(router.of("management"));
        new AuditVerification(core.gate(), verifications).addTo(router.of("management"));
        new AdministratorEndpoints(core.gate(), administrator).addTo(router.of("management"));
        new QueueList(core.gate(), core.delivery().queue(), core.queue()).addTo(router.of("management"));
        new TraceList(core.gate(), core.clock()).addTo(router.of("management"));
        new DkimApi(core.gate(), core.dkimKeys()).addTo(router.of("management"));
        new SubscriptionList(core.gate(), core.subscriptions().scan(), core.clock()).addTo(router.of("management"));
        new TenantImports(core.gate(), tenants, core.mailboxes().temporary(), ImportLimits.USUAL)
                .addTo(router.of("management"));
        new MailMoving(core.gate(), compute.pool(), core.mailboxes().temporary(), maxMessageBytes, core.clock())
                .addTo(router.of("management"));
        EffectiveAccessApi access = graph.effectiveAccess(core.gate());
        access.addTo(router.of("management"));
        new MigrationApi(core.gate(), access.permissions()).addTo(router.of("management"));
        graph.accessFindings(core.gate(), core.clock()).addTo(router.of("management"));
        new MyMailboxes(core.gate(), access.permissions()).addTo(router.of("management"));
        new VersionOfServer(core.gate(), () -> ProgramVersion.read().json()).addTo(router.of("management"));
        new AccessPlanApi(core.gate(), new CmdletPlan(compute.pool(), core.clock(), core.directory()::freeWeight))
                .addTo(router.of("management"));
        new ServerStatus(core.gate(), status, core.clock()).addTo(router.of("management"));
        new ConsoleLinks(core.gate(), console.links()).addTo(router.of("management"));
        console.addTo(router.of("console"), router);
        router.route("workflow", "GET", "/metadata/endpoints", metadata);
        return router.mount("workflow", "/subscriptions", workflows.management())
                .mount("workflow", "/tenants", workflows.management())
                .mount("workflow", "/providers", workflows.management())
                .mount("workflow", "/workflows", workflows.callbacks());
    }
}
