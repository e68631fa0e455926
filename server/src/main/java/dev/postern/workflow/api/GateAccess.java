package dev.postern.workflow.api;

import dev.postern.audit.PendingEntry;
import dev.postern.gate.Caller;
import dev.postern.gate.Gate;
import dev.postern.gate.Refusal;
import dev.postern.gate.RequestContext;
import dev.postern.http.Request;
import dev.postern.token.Resource;

/** Authorizes callers of the management API: a token for its audience, and a permission of the operation's row. */
public final class GateAccess implements ManagementAccess {
    private final Gate gate;
    private final WorkflowOperations operations = new WorkflowOperations();

    public GateAccess(Gate gate) {
        this.gate = gate;
    }

    @Override
    public ManagementCaller check(Request request) {
        try {
            Caller caller = gate.caller(RequestContext.of(request), Resource.MANAGEMENT);
            PendingEntry entry = gate.admitChange(
                    caller,
                    Resource.MANAGEMENT,
                    operations.find(request.method(), request.segments()),
                    "/" + String.join("/", request.segments()));
            return new ManagementCaller(
                    caller.tenant(), gate.allows(caller, Resource.MANAGEMENT, operations.listing()), entry);
        } catch (Refusal.PermissionMissing e) {
            throw new ArmFailure(
                    403,
                    "AuthorizationFailed",
                    "The client does not have authorization to perform this action over the workflows of its tenant.");
        } catch (Refusal.NotCurrent e) {
            throw new ArmFailure(503, "ServerTimeout", "The directory is not up to date. Try again later.");
        } catch (Refusal e) {
            throw new ArmFailure(
                    401,
                    "AuthenticationFailed",
                    "Authentication failed. The 'Authorization' header is missing or invalid.");
        }
    }
}
