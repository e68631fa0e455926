package dev.postern;

import dev.postern.compute.Compute;
import dev.postern.outbound.OutboundClient;
import dev.postern.settings.Settings;
import dev.postern.token.GraphNames;
import dev.postern.workflow.WorkflowService;
import dev.postern.workflow.api.GateAccess;
import dev.postern.workflow.api.VerifiedTriggerTokens;
import dev.postern.workflow.call.Targets;
import dev.postern.workflow.identity.DirectoryIdentities;
import dev.postern.workflow.identity.IssuedIdentityTokens;
import dev.postern.workflow.job.JobSchedulers;

/** Assembles the workflow service on a core. */
final class Workflows {
    private Workflows() {}

    static WorkflowService of(
            Core core,
            Compute compute,
            OutboundClient outbound,
            OwnAddresses own,
            GraphNames names,
            Listeners listeners,
            Settings.Workflow settings,
            boolean developer) {
        return new WorkflowService(
                new WorkflowService.Services(
                        core.database(),
                        core.sealer(),
                        compute.pool(),
                        new DirectoryIdentities(core.directory(), core.clock()),
                        new IssuedIdentityTokens(core.directory(), core.issuer(), listeners::tlsAddress),
                        new GateAccess(core.gate()),
                        new VerifiedTriggerTokens(core.tokens())),
                new WorkflowService.OutgoingCalls(
                        new Targets(listeners::address, own::origins, names::contain, settings.mapPublicHosts()),
                        outbound,
                        WorkflowService.OutgoingCalls.PATIENCE),
                new WorkflowService.RunSettings(
                        settings.retention(),
                        JobSchedulers.REAL,
                        developer ? WorkflowService.RunSettings.ALWAYS : WorkflowService.RunSettings.MISSED_AFTER),
                core.clock());
    }
}
