package dev.postern.workflow.api;

import dev.postern.compute.ComputeRefused;
import dev.postern.http.BodyTooLarge;
import dev.postern.http.Handler;
import dev.postern.http.Json;
import dev.postern.http.MemorySpent;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.Routes;
import dev.postern.secrets.SecretUnreadable;
import dev.postern.store.DiskFull;
import dev.postern.store.StoreException;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.engine.Runs;
import dev.postern.workflow.engine.Workflows;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.row.TriggerHistory;
import dev.postern.workflow.schema.Mistake;
import dev.postern.workflow.schema.ValidationTooCostly;
import dev.postern.workflow.service.ActionCallback;
import dev.postern.workflow.stored.AccessControl;
import dev.postern.workflow.stored.CallbackKeys;
import dev.postern.workflow.stored.WorkflowRow;
import dev.postern.workflow.trigger.Fired;
import dev.postern.workflow.trigger.TooManyRuns;
import dev.postern.workflow.trigger.Triggers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** URLs that need no token because they are signed: {@code /workflows/{id}/...}. Thread-safe. */
public final class CallbackApi implements Handler {
    private static final List<String> METHODS = List.of("GET", "PUT", "POST", "PATCH", "DELETE");
    /** {@code workflows/{id}/triggers/{t}/paths/invoke}. */
    private static final int SEGMENTS_BEFORE_PATH = 6;

    private final CallbackAccess access;
    private final Workflows workflows;
    private final Triggers triggers;
    private final Runs runs;
    private final Duration patience;
    private final Routes<Endpoint> routes = new Routes<>();

    @FunctionalInterface
    private interface Endpoint {
        Response respond(Request request, Routes.Match.Found<Endpoint> match, WorkflowRow row)
                throws InterruptedException;
    }

    /** @param patience how long a caller waits for the response of a Response action */
    public CallbackApi(
            Workflows workflows,
            Triggers triggers,
            Runs runs,
            CallbackKeys keys,
            TriggerTokens tokens,
            InstantSource clock,
            Duration patience) {
        this.access = new CallbackAccess(new Signatures(keys), tokens, clock);
        this.workflows = workflows;
        this.triggers = triggers;
        this.runs = runs;
        this.patience = patience;
        for (String method : METHODS) {
            routes.add(method, "/workflows/{id}/triggers/{t}/paths/invoke", this::invoke);
            routes.add(method, "/workflows/{id}/triggers/{t}/paths/invoke/{path*}", this::invoke);
            routes.add(method, "/workflows/{id}/runs/{r}/actions/{a}/callbacks/{rep}", this::callBack);
        }
        ContentCalls.ROUTES.forEach(
                route -> routes.add("GET", "/workflows/{id}" + route + "/contents/{part}", this::content));
        routes.add("GET", "/workflows/{id}/triggers/{t}/histories/{h}/contents/{part}", this::history);
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
        } catch (ComputeRefused e) {
            return ArmFailure.busy(e);
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
        throw CallbackAccess.unauthorized();
    }

    private Response invoke(Request request, Routes.Match.Found<Endpoint> match, WorkflowRow row)
            throws InterruptedException {
        Definition definition = workflows.definition(row);
        Trigger trigger = definition.trigger(match.value("t"));
        access.check(
                request,
                row,
                AccessControl.Part.TRIGGERS,
                Links.runPermission(trigger == null ? match.value("t") : trigger.name()));
        if (trigger == null || trigger instanceof Trigger.Scheduled) {
            throw ArmFailure.notFound("WorkflowTriggerNotFound", "workflow trigger", match.value("t"));
        }
        if (!row.enabled()) {
            throw new ArmFailure(404, "WorkflowTriggerIsNotEnabled", "The workflow of this trigger is disabled.");
        }
        TriggerRequest asked = new TriggerRequest(request);
        Map<String, String> path = asked.path(trigger, SEGMENTS_BEFORE_PATH);
        ObjectNode outputs = asked.outputs(path);
        if (trigger instanceof Trigger.Requested requested) {
            validate(requested, outputs.get("body"));
        }
        Fired fired = triggers.fire(row, trigger, outputs, asked.correlation(), null);
        if (fired.status() == Status.FAILED) {
            throw new ArmFailure(
                    400,
                    "InvalidTemplate",
                    "The trigger could not evaluate this request. Its history '" + fired.history()
                            + "' contains the reason.");
        }
        RunKey run = fired.run();
        Response answer = run != null && definition.responds() ? reply(run) : Response.empty(202);
        return trigger.options().quiet() ? answer : TriggerRequest.marked(answer, row, fired);
    }

    /** A service answers to the subscription of a webhook action. */
    private Response callBack(Request request, Routes.Match.Found<Endpoint> match, WorkflowRow row) {
        access.check(
                request,
                row,
                AccessControl.Part.TRIGGERS,
                ActionCallback.permission(match.value("r"), match.value("a"), match.value("rep")));
        ObjectNode outputs = new TriggerRequest(request).outputs(Map.of());
        boolean taken = runs.callBack(
                new RunKey(row.key(), match.value("r")),
                ActionCallback.key(match.value("a"), match.value("rep")),
                outputs);
        if (!taken) {
            throw new ArmFailure(
                    404,
                    "WorkflowRunActionNotWaiting",
                    "The action '" + match.value("a") + "' of the run does not wait for a call.");
        }
        return Response.empty(200);
    }

    private void validate(Trigger.Requested trigger, @Nullable JsonNode body) {
        List<Mistake> mistakes;
        try {
            mistakes = triggers.mistakes(trigger, body);
        } catch (ValidationTooCostly e) {
            throw new ArmFailure(413, "RequestContentTooLarge", String.valueOf(e.getMessage()));
        }
        if (!mistakes.isEmpty()) {
            Mistake first = mistakes.getFirst();
            throw new ArmFailure(
                    400,
                    "TriggerInputSchemaMismatch",
                    "The input body for trigger '" + trigger.name() + "' of type 'Request' did not match its schema "
                            + "definition. Error details: '" + first.message() + " Path '" + first.pointer() + "'.'.");
        }
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

    private Response content(Request request, Routes.Match.Found<Endpoint> match, WorkflowRow row) {
        access.check(request, row, AccessControl.Part.CONTENTS, ContentCalls.permission(request.segments()));
        return Json.response(200, new ContentCalls(runs, row).find(request.segments()));
    }

    private Response history(Request request, Routes.Match.Found<Endpoint> match, WorkflowRow row) {
        String part = match.value("part");
        access.check(
                request,
                row,
                AccessControl.Part.CONTENTS,
                Links.historyPermission(match.value("t"), match.value("h"), part));
        TriggerHistory history = triggers.history(row.key(), match.value("t"), match.value("h"));
        JsonNode content = history == null ? null : part.equals("inputs") ? history.inputs() : history.outputs();
        if (content == null) {
            throw ArmFailure.notFound(
                    "WorkflowTriggerHistoryNotFound", "history of the workflow trigger", match.value("h"));
        }
        return Json.response(200, content);
    }
}
