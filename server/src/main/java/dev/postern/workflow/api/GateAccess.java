package dev.postern.workflow.api;

import dev.postern.access.TenantId;
import dev.postern.gate.Caller;
import dev.postern.gate.Gate;
import dev.postern.gate.Operation;
import dev.postern.gate.Refusal;
import dev.postern.gate.RequestContext;
import dev.postern.http.Request;
import dev.postern.token.Resource;
import java.util.Set;

/** Authorizes callers of the management API: a token for its audience, and a permission of this service. */
public record GateAccess(Gate gate) implements ManagementAccess {
    private static final Set<String> WRITE = Set.of("Workflow.ReadWrite.All");

    @Override
    public TenantId check(Request request, boolean writes) {
        RequestContext context = new RequestContext(
                request.header("authorization").orElse(null),
                request.requestId(),
                request.clientRequestId(),
                request.peer());
        try {
            Caller caller = gate.caller(context, Resource.MANAGEMENT);
            Operation operation = new Operation(request.method() + " Microsoft.Logic/workflows", WRITE, writes);
            gate.openDirectory(caller, Resource.MANAGEMENT, operation, "/" + String.join("/", request.segments()));
            return caller.token().tenant();
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
