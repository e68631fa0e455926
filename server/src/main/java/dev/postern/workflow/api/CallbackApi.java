package dev.postern.workflow.api;

import dev.postern.http.BodyTooLarge;
import dev.postern.http.Handler;
import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import dev.postern.http.MemorySpent;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.Routes;
import dev.postern.secrets.SecretUnreadable;
import dev.postern.store.DiskFull;
import dev.postern.store.StoreException;
import dev.postern.workflow.call.Bodies;
import dev.postern.workflow.definition.Definition;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.engine.CallbackKeys;
import dev.postern.workflow.engine.RunKey;
import dev.postern.workflow.engine.RunRow;
import dev.postern.workflow.engine.Runs;
import dev.postern.workflow.engine.TooManyRuns;
import dev.postern.workflow.engine.WorkflowRow;
import dev.postern.workflow.engine.Workflows;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** URLs that need no token because they are signed: {@code /workflows/{id}/...}. Thread-safe. */
public final class CallbackApi implements Handler {
    private static final int MAX_BODY_BYTES = 10 * 1024 * 1024;
    private static final List<String> METHODS = List.of("GET", "PUT", "POST", "PATCH", "DELETE");
    private static final List<String> SEEN = List.of(
            "accept",
            "accept-language",
            "content-type",
            "client-request-id",
            "host",
            "origin",
            "referer",
            "user-agent",
            "x-ms-client-tracking-id",
            "x-ms-client-request-id");

    private final Signatures signatures;
    private final Workflows workflows;
    private final Runs runs;
    private final InstantSource clock;
    private final Duration patience;
    private final Routes<Endpoint> routes = new Routes<>();

    @FunctionalInterface
    private interface Endpoint {
        Response respond(Request request, Routes.Match.Found<Endpoint> match, WorkflowRow row)
                throws InterruptedException;
    }

    /** @param patience how long a caller waits for the response of a Response action */
    public CallbackApi(Workflows workflows, Runs runs, CallbackKeys keys, InstantSource clock, Duration patience) {
        this.signatures = new Signatures(keys);
        this.workflows = workflows;
        this.runs = runs;
        this.clock = clock;
        this.patience = patience;
        for (String method : METHODS) {
            routes.add(method, "/workflows/{id}/triggers/{t}/paths/invoke", this::invoke);
        }
        ContentCalls.ROUTES.forEach(
                route -> routes.add("GET", "/workflows/{id}" + route + "/contents/{part}", this::content));
    }

    @Override
    public Response handle(Request request) {
        try {
            if (routes.find(request.method(), request.segments()) instanceof Routes.Match.Found<Endpoint> found) {
                request.note(Request.ROUTE, found.route().template());
                return found.route().target().respond(request, found, workflow(found.value("id")));
            }
            throw new ArmFailure(404, "NotFound", "There is no resource at this path.");
        } catch (ArmFailure e) {
            return e.response();
        } catch (SecretUnreadable e) {
            return ArmFailure.unreadable().response();
        } catch (DiskFull e) {
            return ArmFailure.noRoom().response();
        } catch (StoreException e) {
            return ArmFailure.of(e).response();
        } catch (TooManyRuns e) {
            return new ArmFailure(429, "WorkflowRunQueueFull", String.valueOf(e.getMessage()))
                    .response()
                    .with("Retry-After", "30");
        } catch (BodyTooLarge e) {
            return new ArmFailure(413, "RequestContentTooLarge", String.valueOf(e.getMessage())).response();
        } catch (MemorySpent e) {
            return ArmFailure.spent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ArmFailure(503, "ServiceUnavailable", "The server is stopping.").response();
        }
    }

    /** For an unknown workflow the response is the same as for an invalid signature, so that it does not reveal which workflows exist. */
    private WorkflowRow workflow(String id) {
        if (id.matches("[0-9a-fA-F]{32}")) {
            WorkflowRow row = workflows.find(
                    UUID.fromString(id.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5")));
            if (row != null) {
                return row;
            }
        }
        throw unauthorized();
    }

    private static ArmFailure unauthorized() {
        return new ArmFailure(
                401,
                "DirectApiAuthorizationRequired",
                "The request must be authenticated only by Shared Access scheme: the signature is missing, wrong or "
                        + "expired.");
    }

    private void verify(Request request, WorkflowRow row, String permitted) {
        if (!signatures.verify(row, permitted, ApiQuery.of(request.rawQuery()), clock.instant())) {
            throw unauthorized();
        }
    }

    private Response invoke(Request request, Routes.Match.Found<Endpoint> match, WorkflowRow row)
            throws InterruptedException {
        Definition definition = workflows.definition(row);
        Trigger trigger = definition.trigger(match.value("t"));
        verify(request, row, Links.runPermission(trigger == null ? match.value("t") : trigger.name()));
        if (!(trigger instanceof Trigger.Requested requested)) {
            throw ArmFailure.notFound("WorkflowTriggerNotFound", "workflow trigger", match.value("t"));
        }
        if (!row.enabled()) {
            throw new ArmFailure(404, "WorkflowTriggerIsNotEnabled", "The workflow of this trigger is disabled.");
        }
        if (requested.method() != null && !requested.method().equals(request.method())) {
            throw new ArmFailure(
                    405, "MethodNotAllowed", "The trigger accepts only the method '" + requested.method() + "'.");
        }
        RunKey run = runs.start(
                row,
                requested.name(),
                outputs(request),
                request.header("x-ms-client-tracking-id")
                        .filter(text -> text.length() <= 128)
                        .orElse(null),
                null);
        Response answer = definition.responds() ? reply(run) : Response.empty(202);
        return marked(answer, row, run);
    }

    private static JsonNode outputs(Request request) {
        ObjectNode outputs = Json.object();
        ObjectNode headers = outputs.putObject("headers");
        for (String name : SEEN) {
            request.header(name).ifPresent(value -> headers.put(name, value));
        }
        ObjectNode queries = outputs.putObject("queries");
        ApiQuery.of(request.rawQuery()).values().forEach((name, value) -> {
            if (!List.of("sig", "sp", "sv", "se", "api-version").contains(name)) {
                queries.put(name, value);
            }
        });
        byte[] content = request.body(MAX_BODY_BYTES);
        try {
            dev.postern.http.Json.reserve(content, request.memory());
        } catch (MalformedJson e) {
            throw new ArmFailure(413, "RequestContentTooLarge", String.valueOf(e.getMessage()));
        }
        @Nullable
        JsonNode body = Bodies.decode(content, request.header("content-type").orElse("application/json"));
        if (body != null) {
            outputs.set("body", body);
        }
        return outputs;
    }

    private Response reply(RunKey key) throws InterruptedException {
        RunRow run = runs.await(key, patience);
        if (run == null) {
            throw new ArmFailure(
                    504,
                    "GatewayTimeout",
                    "The workflow did not respond within the time limit. Request tracking id '" + key.name() + "'.");
        }
        JsonNode response = run.response();
        if (response == null) {
            throw new ArmFailure(
                    502,
                    "NoResponse",
                    "The server did not receive a response from an upstream server. Request tracking id '" + key.name()
                            + "'.");
        }
        return Replies.of(response);
    }

    private static Response marked(Response answer, WorkflowRow row, RunKey run) {
        return answer.with("x-ms-workflow-run-id", run.name())
                .with("x-ms-workflow-id", Links.id(row))
                .with("x-ms-workflow-version", row.version())
                .with("x-ms-workflow-name", row.path().name())
                .with("x-ms-trigger-history-name", run.name());
    }

    private Response content(Request request, Routes.Match.Found<Endpoint> match, WorkflowRow row) {
        ContentCalls contents = new ContentCalls(runs, row);
        verify(request, row, ContentCalls.permission(request.segments()));
        return Json.response(200, contents.find(request.segments()));
    }
}
