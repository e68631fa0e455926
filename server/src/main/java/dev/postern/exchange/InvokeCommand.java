package dev.postern.exchange;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.compute.ComputePool;
import dev.postern.compute.ComputeRefused;
import dev.postern.directory.DirectoryFailure;
import dev.postern.gate.AdministrationReader;
import dev.postern.gate.AdministrationWriter;
import dev.postern.gate.Area;
import dev.postern.gate.Caller;
import dev.postern.gate.DirectoryOpening;
import dev.postern.gate.DirectoryReader;
import dev.postern.gate.DirectoryWriter;
import dev.postern.gate.Gate;
import dev.postern.gate.Operation;
import dev.postern.gate.Refusal;
import dev.postern.gate.RequestContext;
import dev.postern.http.Handler;
import dev.postern.http.MemorySpent;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.store.DiskFull;
import dev.postern.store.StoreException;
import dev.postern.token.Resource;
import java.time.InstantSource;
import java.util.List;

/**
 * {@code POST /adminapi/{version}/{tenant}/InvokeCommand}: runs one cmdlet. The gate comes first: a caller without permission to
 * manage Exchange does not learn whether the body was valid. Thread-safe.
 */
public final class InvokeCommand implements Handler {
    private static final int TENANT = 2;
    private final Gate gate;
    private final Cmdlets cmdlets;

    public InvokeCommand(Gate gate, ComputePool compute, InstantSource clock) {
        this.gate = gate;
        this.cmdlets = new Cmdlets(compute, clock);
    }

    /** Adds the paths of this handler. */
    public void addTo(RouteAdder routes) {
        for (String version : List.of("beta", "v1.0")) {
            routes.add("POST", "/adminapi/" + version + "/{tenant}/InvokeCommand", this);
        }
    }

    @Override
    public Response handle(Request request) {
        try {
            Caller caller = gate.caller(
                    RequestContext.of(request),
                    Resource.EXCHANGE,
                    request.segments().get(TENANT));
            return invoke(request, caller)
                    .with("X-Ms-Appid", caller.token().app().toString());
        } catch (Refusal e) {
            return refused(e);
        } catch (MemorySpent e) {
            return CmdletResponses.memoryExhausted(e);
        } catch (DiskFull e) {
            return CmdletResponses.refused(
                            507, "InsufficientStorage", "The server's disk is full. Nothing was changed.")
                    .with("Retry-After", "60");
        } catch (ComputeRefused e) {
            return CmdletResponses.refused(503, "ServiceUnavailable", "The server is too busy. Try again later.")
                    .with("Retry-After", "5");
        } catch (Cmdlets.Warned e) {
            return CmdletResponses.failure(e.failure(), e.warnings());
        } catch (CmdletFailure e) {
            return CmdletResponses.failure(e, List.of());
        } catch (StoreException e) {
            return CmdletResponses.failure(CmdletFailures.of(e), List.of());
        } catch (DirectoryFailure.NotCurrent e) {
            return CmdletResponses.failure(CmdletFailures.of(e), List.of());
        }
    }

    private Response invoke(Request request, Caller caller) {
        CmdletRequest input;
        Cmdlet cmdlet;
        try {
            input = CmdletRequest.read(request);
            cmdlet = cmdlets.table()
                    .find(input.cmdlet())
                    .orElseThrow(() -> CmdletFailures.unknownCmdlet(input.cmdlet()));
        } catch (CmdletFailure e) {
            gate.admit(caller, Resource.EXCHANGE, cmdlets.operations().none(), "");
            throw e;
        }
        Operation operation = cmdlets.operations().of(cmdlet);
        if (operation.area() == Area.ADMINISTRATION) {
            return operation.writes()
                    ? changeMailbox(request, caller, input, cmdlet, operation)
                    : readMailbox(request, caller, input, cmdlet, operation);
        }
        return operation.writes()
                ? change(request, caller, input, cmdlet, operation)
                : read(request, caller, input, cmdlet, operation);
    }

    private Response readMailbox(
            Request request, Caller caller, CmdletRequest input, Cmdlet cmdlet, Operation operation) {
        try (AdministrationReader mailboxes =
                gate.openAdministration(caller, Resource.EXCHANGE, operation, target(input))) {
            CmdletQuery query = CmdletQuery.read(request);
            CmdletArguments arguments = Binder.bind(cmdlet, input.parameters());
            return CmdletResponses.success(request, query, cmdlets.run(cmdlet, arguments, mailboxes));
        }
    }

    private Response changeMailbox(
            Request request, Caller caller, CmdletRequest input, Cmdlet cmdlet, Operation operation) {
        try (AdministrationWriter mailboxes =
                gate.changeAdministration(caller, Resource.EXCHANGE, operation, target(input))) {
            CmdletQuery query = CmdletQuery.read(request);
            CmdletArguments arguments = Binder.bind(cmdlet, input.parameters());
            if (arguments.flag("WhatIf")) {
                mailboxes.qualify("-WhatIf");
            }
            return CmdletResponses.success(request, query, cmdlets.change(cmdlet, arguments, mailboxes));
        }
    }

    private Response read(Request request, Caller caller, CmdletRequest input, Cmdlet cmdlet, Operation operation) {
        try (DirectoryReader directory = gate.openDirectory(
                caller, Resource.EXCHANGE, operation, target(input), DirectoryOpening.DIRECTORY_READ)) {
            CmdletQuery query = CmdletQuery.read(request);
            CmdletArguments arguments = Binder.bind(cmdlet, input.parameters());
            return CmdletResponses.success(request, query, cmdlets.run(cmdlet, arguments, directory));
        }
    }

    private Response change(Request request, Caller caller, CmdletRequest input, Cmdlet cmdlet, Operation operation) {
        try (DirectoryWriter directory = gate.openDirectory(
                caller, Resource.EXCHANGE, operation, target(input), DirectoryOpening.DIRECTORY_WRITE)) {
            CmdletQuery query = CmdletQuery.read(request);
            CmdletArguments arguments = Binder.bind(cmdlet, input.parameters());
            if (arguments.flag("WhatIf")) {
                directory.qualify("-WhatIf");
            }
            Cmdlets.Output output = cmdlets.change(cmdlet, arguments, directory, query.all());
            request.memory().take(output.bytes());
            return CmdletResponses.success(request, query, output);
        }
    }

    /** The target in the audit. */
    private static String target(CmdletRequest input) {
        return input.parameters().properties().stream()
                .filter(parameter -> parameter.getKey().equalsIgnoreCase("Identity")
                        || parameter.getKey().equalsIgnoreCase("Name"))
                .findFirst()
                .map(parameter -> parameter.getValue().asString(""))
                .orElse("");
    }

    private static Response refused(Refusal refusal) {
        return switch (refusal) {
            case Refusal.NoToken _, Refusal.BadToken _ ->
                Response.empty(401)
                        .with("WWW-Authenticate", "Bearer realm=\"\"")
                        .with("x-ms-diagnostics", "2000003;reason=\"" + refusal.getMessage() + "\"");
            case Refusal.NotCurrent _ ->
                CmdletResponses.refused(503, "ServiceUnavailable", "The directory is not up to date. Try again later.")
                        .with("Retry-After", "1");
            case Refusal.OtherTenant _ ->
                CmdletResponses.refused(403, "Forbidden", "The token was issued for another organization.");
            default ->
                CmdletResponses.refused(
                        403,
                        "Forbidden",
                        "The role assigned to the application isn't supported in this scenario. The application needs"
                                + " the role Exchange.ManageAsApp, both in the token and in the directory.");
        };
    }
}
