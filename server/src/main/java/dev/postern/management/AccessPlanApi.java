package dev.postern.management;

import dev.postern.effective.AccessDifference;
import dev.postern.effective.AccessPlan;
import dev.postern.effective.PlanInvalid;
import dev.postern.effective.PlannedChange;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.http.BodyTooLarge;
import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /postern/access/plan} with {@code [{cmdlet, parameters}]}: who would gain and who would lose access by these changes, which are
 * not made. {@code ?all=true} lists more rows.
 */
public final class AccessPlanApi {
    private static final int MAX_BYTES = 4 << 20;
    private static final int MAX_CHANGES = 10_000;

    private final ManagementGate gate;
    private final AccessPlan plan;

    public AccessPlanApi(Gate gate, AccessPlan plan) {
        this.gate = new ManagementGate(gate);
        this.plan = plan;
    }

    /** Adds the route. */
    public void addTo(RouteAdder routes) {
        gate.addAudit(routes, "POST", "/postern/access/plan", this::evaluate);
    }

    private Response evaluate(OpenAudit audit, Request request) {
        try {
            List<PlannedChange> changes = changes(request);
            boolean all = List.of(request.rawQuery().split("&", -1)).contains("all=true");
            AccessDifference difference = plan.evaluate(audit.snapshot(), changes, all);
            request.memory().take(difference.jsonBytes());
            return ManagementGate.json(200, difference.json());
        } catch (Unreadable e) {
            return ManagementGate.error(400, "InvalidRequestContent", String.valueOf(e.getMessage()));
        } catch (PlanInvalid e) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.putObject("error")
                    .put("code", "InvalidChange")
                    .put("message", e.getMessage())
                    .put("index", e.index());
            return ManagementGate.json(400, body);
        }
    }

    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    private static List<PlannedChange> changes(Request request) {
        JsonNode body = json(request);
        if (!body.isArray() || body.size() > MAX_CHANGES) {
            throw new Unreadable(
                    "The body must be an array of at most " + MAX_CHANGES + " objects {cmdlet, parameters}.");
        }
        List<PlannedChange> changes = new ArrayList<>();
        for (JsonNode one : body) {
            JsonNode parameters = one.path("parameters");
            if (!one.path("cmdlet").isString() || !(parameters.isObject() || parameters.isMissingNode())) {
                throw new PlanInvalid(changes.size(), "A change must be an object {cmdlet, parameters}.");
            }
            changes.add(new PlannedChange(
                    one.path("cmdlet").stringValue(),
                    parameters.isObject() ? parameters.asObject() : JsonNodeFactory.instance.objectNode()));
        }
        return changes;
    }

    private static JsonNode json(Request request) {
        try {
            return Json.parse(request.body(MAX_BYTES), request.memory());
        } catch (JacksonException | MalformedJson e) {
            throw new Unreadable("The body is not valid JSON.");
        } catch (BodyTooLarge e) {
            throw new Unreadable("The body is larger than " + e.limit() + " bytes.");
        }
    }
}
