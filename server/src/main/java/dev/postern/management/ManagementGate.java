package dev.postern.management;

import dev.postern.access.TenantId;
import dev.postern.audit.PendingEntry;
import dev.postern.directory.DirectoryFailure;
import dev.postern.gate.AdministratorCaller;
import dev.postern.gate.Area;
import dev.postern.gate.Caller;
import dev.postern.gate.DirectoryOpening;
import dev.postern.gate.DirectoryReader;
import dev.postern.gate.Form;
import dev.postern.gate.Gate;
import dev.postern.gate.MovedMailReader;
import dev.postern.gate.MovedMailWriter;
import dev.postern.gate.OpenAudit;
import dev.postern.gate.OpenOwnAccess;
import dev.postern.gate.Operation;
import dev.postern.gate.OperationRows;
import dev.postern.gate.Refusal;
import dev.postern.gate.RequestContext;
import dev.postern.http.MemorySpent;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.store.DiskFull;
import dev.postern.store.OutcomeUnknown;
import dev.postern.store.StoreException;
import dev.postern.token.LoginFailure;
import dev.postern.token.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Authorizes the callers of this package's endpoints and converts failures to responses. The permissions are in {@code operations.csv}: an
 * endpoint without a row there, or of another area or form, is refused at start.
 */
final class ManagementGate {
    private final Gate gate;
    private final Map<String, Operation> operations = new HashMap<>();

    ManagementGate(Gate gate) {
        this.gate = gate;
        OperationRows.read(ManagementGate.class, "operations.csv").forEach(row -> {
            String name = OperationRows.cell(row, "method") + " " + OperationRows.cell(row, "path");
            operations.put(name, OperationRows.operation(name, row));
        });
    }

    /** Serves a request through a capability. */
    @FunctionalInterface
    interface Endpoint<C> {
        Response handle(C opened, Request request);
    }

    /** Adds an endpoint on the directory. */
    <C extends DirectoryReader> void add(
            RouteAdder routes, String method, String path, DirectoryOpening<C> opening, Endpoint<? super C> endpoint) {
        Operation operation = operation(method, path);
        if (!opening.opens(operation)) {
            throw new IllegalArgumentException(operation.name() + " is not an operation of " + opening);
        }
        routes.add(
                method,
                path,
                request -> respond(() -> {
                    String target = String.join("/", request.segments());
                    try (C directory =
                            gate.openDirectory(caller(request), Resource.MANAGEMENT, operation, target, opening)) {
                        return endpoint.handle(directory, request);
                    }
                }));
    }

    /** Adds an endpoint on the audit. */
    void addAudit(RouteAdder routes, String method, String path, Endpoint<OpenAudit> endpoint) {
        Operation operation = operation(method, path);
        if (operation.area() != Area.AUDIT) {
            throw new IllegalArgumentException(operation.name() + " is not an operation of the audit");
        }
        routes.add(
                method,
                path,
                request -> respond(() ->
                        endpoint.handle(gate.openAudit(caller(request), operation, auditTarget(request)), request)));
    }

    /** The last part of the path, with the query: an auditor's search is audited with what it searches for. */
    private static String auditTarget(Request request) {
        String last = request.segments().getLast();
        return request.rawQuery().isEmpty() ? last : last + "?" + request.rawQuery();
    }

    /** An endpoint that changes what is not in the directory, with its audit entry. */
    @FunctionalInterface
    interface Change {
        Response make(TenantId tenant, PendingEntry entry, Request request);
    }

    /** Adds an endpoint that changes something for the whole tenant. */
    void addChange(RouteAdder routes, String method, String path, Change change) {
        Operation operation = operation(method, path);
        if (operation.area() != Area.ADMINISTRATION || !operation.writes()) {
            throw new IllegalArgumentException(operation.name() + " is not a change of administrators");
        }
        routes.add(
                method,
                path,
                request -> respond(() -> {
                    Caller caller = caller(request);
                    String target = String.join("/", request.segments());
                    try (PendingEntry entry = gate.admitChange(caller, Resource.MANAGEMENT, operation, target)) {
                        return change.make(caller.tenant().id(), entry, request);
                    }
                }));
    }

    /** Adds an endpoint that reads all mail of the mailbox in the third segment of the path. */
    void addMovedRead(RouteAdder routes, String method, String path, Endpoint<MovedMailReader> endpoint) {
        Operation operation = moving(method, path, Form.READ);
        routes.add(
                method,
                path,
                request -> respond(() -> {
                    try (MovedMailReader opened = gate.openMoved(caller(request), operation, movedMailbox(request))) {
                        return endpoint.handle(opened, request);
                    }
                }));
    }

    /** Adds an endpoint that stores mail in the mailbox in the third segment of the path. */
    void addMovedChange(RouteAdder routes, String method, String path, Endpoint<MovedMailWriter> endpoint) {
        Operation operation = moving(method, path, Form.WRITE);
        routes.add(
                method,
                path,
                request -> respond(() -> {
                    try (MovedMailWriter opened = gate.changeMoved(caller(request), operation, movedMailbox(request))) {
                        return endpoint.handle(opened, request);
                    }
                }));
    }

    private Operation moving(String method, String path, Form form) {
        Operation operation = operation(method, path);
        if (operation.area() != Area.MOVING || operation.form() != form) {
            throw new IllegalArgumentException(operation.name() + " does not move mail, or is of another form");
        }
        return operation;
    }

    private static String movedMailbox(Request request) {
        return request.segments().get(2);
    }

    /** Adds an endpoint for the built-in administrator. */
    void addAdministrator(RouteAdder routes, String method, String path, Endpoint<AdministratorCaller> endpoint) {
        Operation operation = operation(method, path);
        if (operation.area() != Area.ADMINISTRATOR) {
            throw new IllegalArgumentException(operation.name() + " is not an operation of the administrator");
        }
        routes.add(
                method,
                path,
                request -> respond(() -> endpoint.handle(
                        gate.openAdministrator(
                                caller(request), operation, request.segments().getLast()),
                        request)));
    }

    /** Adds an endpoint with which an application learns about itself, by its token for Microsoft Graph. */
    void addOwn(RouteAdder routes, String method, String path, Endpoint<OpenOwnAccess> endpoint) {
        Operation operation = operation(method, path);
        routes.add(
                method,
                path,
                request -> respond(() -> {
                    Caller caller = gate.caller(RequestContext.of(request), Resource.GRAPH);
                    return endpoint.handle(gate.openOwnAccess(caller, operation), request);
                }));
    }

    private Operation operation(String method, String path) {
        Operation operation = operations.get(method + " " + path);
        if (operation == null) {
            throw new IllegalArgumentException("The table has no row for " + method + " " + path);
        }
        return operation;
    }

    private Caller caller(Request request) {
        return gate.caller(RequestContext.of(request), Resource.MANAGEMENT);
    }

    private static Response respond(Supplier<Response> work) {
        try {
            return work.get();
        } catch (Refusal.NoToken | Refusal.BadToken e) {
            return error(401, "AuthenticationFailed", "The access token is missing or invalid.")
                    .with("WWW-Authenticate", "Bearer");
        } catch (Refusal.NotCurrent e) {
            return error(503, "ServiceUnavailable", "The directory is not up to date. Try again later.")
                    .with("Retry-After", "1");
        } catch (Refusal.UnknownMailbox | Refusal.NoMailbox e) {
            return error(404, "MailboxNotFound", String.valueOf(e.getMessage()) + ".");
        } catch (MemorySpent e) {
            return error(503, "ServerBusy", "The server has no memory for this request now. Try again later.")
                    .with("Retry-After", MemorySpent.RETRY_AFTER_SECONDS);
        } catch (Refusal e) {
            return error(403, "AuthorizationFailed", String.valueOf(e.getMessage()));
        } catch (ManagementFailure e) {
            return e.response();
        } catch (QueryParameters.Invalid e) {
            return error(400, "InvalidRequestContent", String.valueOf(e.getMessage()));
        } catch (LoginFailure e) {
            return error(400, "invalid_resource", String.valueOf(e.getMessage()));
        } catch (DirectoryFailure.AlreadyExists e) {
            return error(409, "Conflict", "A managed identity named '" + e.value() + "' already exists.");
        } catch (DirectoryFailure.NotFound e) {
            return error(404, "ResourceNotFound", "There is no managed identity '" + e.what() + "'.");
        } catch (DirectoryFailure.NotCurrent e) {
            return error(503, "ServiceUnavailable", "Too many concurrent changes. Try again later.")
                    .with("Retry-After", "1");
        } catch (DirectoryFailure.QuotaExceeded e) {
            return error(403, "QuotaExceeded", String.valueOf(e.getMessage()));
        } catch (DirectoryFailure.Protected e) {
            return error(403, "AuthorizationFailed", String.valueOf(e.getMessage()));
        } catch (DiskFull e) {
            return error(507, "InsufficientStorage", "The server's disk is full. Nothing was changed.")
                    .with("Retry-After", "60");
        } catch (OutcomeUnknown e) {
            return error(
                            503,
                            "ServiceUnavailable",
                            "The outcome of the change is unknown. Check whether it was made before you retry.")
                    .with("Retry-After", "5");
        } catch (StoreException e) {
            return error(
                            503,
                            "ServiceUnavailable",
                            "The database is temporarily unavailable. Nothing was changed. Try again later.")
                    .with("Retry-After", "5");
        } catch (DirectoryFailure e) {
            return error(400, "InvalidRequestContent", String.valueOf(e.getMessage()));
        }
    }

    static Response error(int status, String code, String message) {
        var body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("code", code).put("message", message);
        return json(status, body);
    }

    /** Responses with secrets must not be cached. */
    static Response json(int status, ObjectNode body) {
        return Response.text(status, "application/json", body.toString()).with("Cache-Control", "no-store");
    }
}
