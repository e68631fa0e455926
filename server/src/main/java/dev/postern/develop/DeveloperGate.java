package dev.postern.develop;

import dev.postern.directory.DirectoryFailure;
import dev.postern.gate.AdministratorCaller;
import dev.postern.gate.Area;
import dev.postern.gate.Gate;
import dev.postern.gate.Operation;
import dev.postern.gate.OperationRows;
import dev.postern.gate.Refusal;
import dev.postern.gate.RequestContext;
import dev.postern.http.BodyTooLarge;
import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.token.Resource;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Admits the administrators of tenants to developer mode, and converts failures to responses. */
final class DeveloperGate {
    private static final int MAX_BODY = 1 << 20;

    private final Gate gate;
    private final Map<String, Operation> operations = new HashMap<>();

    DeveloperGate(Gate gate) {
        this.gate = gate;
        OperationRows.read(DeveloperGate.class, "operations.csv").forEach(row -> {
            String name = OperationRows.cell(row, "method") + " " + OperationRows.cell(row, "path");
            operations.put(name, OperationRows.operation(name, row));
        });
    }

    /** Serves a request of an administrator. */
    @FunctionalInterface
    interface Endpoint {
        Response handle(AdministratorCaller caller, Request request);
    }

    void add(RouteAdder routes, String method, String path, Endpoint endpoint) {
        Operation operation = operations.get(method + " " + path);
        if (operation == null) {
            throw new IllegalArgumentException("The table has no row for " + method + " " + path);
        }
        if (operation.area() != Area.ADMINISTRATOR) {
            throw new IllegalArgumentException(operation.name() + " is not an operation of the administrator");
        }
        routes.add(method, path, request -> handle(operation, endpoint, request));
    }

    private Response handle(Operation operation, Endpoint endpoint, Request request) {
        try {
            AdministratorCaller caller = gate.openAdministrator(
                    gate.caller(RequestContext.of(request), Resource.MANAGEMENT),
                    operation,
                    request.segments().getLast());
            return endpoint.handle(caller, request);
        } catch (Refusal.NoToken | Refusal.BadToken e) {
            return error(401, "AuthenticationFailed", "The access token is missing or invalid.")
                    .with("WWW-Authenticate", "Bearer");
        } catch (Refusal.NotCurrent e) {
            return error(503, "ServiceUnavailable", "The directory is not up to date. Try again later.")
                    .with("Retry-After", "1");
        } catch (Refusal e) {
            return error(403, "AuthorizationFailed", String.valueOf(e.getMessage()));
        } catch (DevelopFailure e) {
            return error(e.status(), e.code(), e.text());
        } catch (MailboxFailure e) {
            return error(400, "InvalidRequestContent", "The content cannot be stored: " + e.getMessage());
        } catch (DirectoryFailure.NotCurrent e) {
            return error(503, "ServiceUnavailable", "Too many concurrent changes. Try again later.")
                    .with("Retry-After", "1");
        } catch (DirectoryFailure e) {
            return error(400, "InvalidRequestContent", String.valueOf(e.getMessage()));
        }
    }

    /** The JSON of a request; an empty object if it has no body. */
    static JsonNode json(Request request) {
        try {
            byte[] body = request.body(MAX_BODY);
            return body.length == 0 ? Json.object() : Json.parse(body, request.memory());
        } catch (JacksonException | MalformedJson e) {
            throw DevelopFailure.invalid("The body is not valid JSON.");
        } catch (BodyTooLarge e) {
            throw DevelopFailure.invalid("The body is larger than " + e.limit() + " bytes.");
        }
    }

    static byte[] body(Request request, int limit) {
        try {
            return request.body(limit);
        } catch (BodyTooLarge e) {
            throw DevelopFailure.invalid("The body is larger than " + e.limit() + " bytes.");
        }
    }

    static Response error(int status, String code, String message) {
        var body = Json.object();
        body.putObject("error").put("code", code).put("message", message);
        return json(status, body);
    }

    /** Responses with secrets must not be cached. */
    static Response json(int status, JsonNode body) {
        return Json.response(status, body).with("Cache-Control", "no-store");
    }
}
