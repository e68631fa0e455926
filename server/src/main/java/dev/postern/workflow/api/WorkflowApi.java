package dev.postern.workflow.api;

import dev.postern.access.TenantId;
import dev.postern.audit.PendingEntry;
import dev.postern.compute.ComputeRefused;
import dev.postern.directory.DirectoryFailure;
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
import dev.postern.workflow.definition.InvalidTemplate;
import dev.postern.workflow.engine.Runs;
import dev.postern.workflow.engine.Workflows;
import dev.postern.workflow.identity.UserIdentities;
import dev.postern.workflow.stored.AccessControl;
import dev.postern.workflow.stored.CallbackKeys;
import dev.postern.workflow.stored.Deployment;
import dev.postern.workflow.stored.ResourceGroups;
import dev.postern.workflow.stored.TooManyWorkflows;
import dev.postern.workflow.stored.WorkflowPath;
import dev.postern.workflow.stored.WorkflowRow;
import dev.postern.workflow.trigger.TooManyRuns;
import dev.postern.workflow.trigger.Triggers;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The management API: {@code /subscriptions/{s}/resourceGroups/{g}/providers/Microsoft.Logic/workflows...}, and the lists above it. Thread-safe.
 */
public final class WorkflowApi implements Handler {
    private static final int MAX_BODY_BYTES = 2 * 1024 * 1024;
    private static final String SUBSCRIPTION = "/subscriptions/{s}";
    private static final String GROUP = SUBSCRIPTION + "/resourceGroups/{g}";
    private static final String ALL = "/providers/Microsoft.Logic/workflows";
    private static final String ONE = GROUP + ALL + "/{w}";
    private static final String IDENTITIES = "/providers/Microsoft.ManagedIdentity/userAssignedIdentities";
    private static final Pattern VERSION = Pattern.compile("20[0-9]{2}-[01][0-9]-[0-3][0-9](-[a-z]{1,20})?");
    private static final String ACTION = "/runs/{r}/actions/{a}";

    private final ManagementAccess access;
    private final Workflows workflows;
    private final Signatures signatures;
    private final InstantSource clock;
    private final WorkflowOperations operations = new WorkflowOperations();
    private final Routes<Endpoint> routes = new Routes<>();

    /** One request, with everything that is needed to process it. */
    record Call(
            Request request,
            ManagementCaller caller,
            ApiQuery query,
            Routes.Match.Found<Endpoint> match,
            Signatures signatures,
            Links links,
            InstantSource clock) {
        String value(String name) {
            return match.value(name);
        }

        TenantId tenant() {
            return caller.tenantId();
        }

        PendingEntry entry() {
            return caller.entry();
        }

        WorkflowPath path() {
            return new WorkflowPath(value("s"), value("g"), value("w"));
        }

        /** Returns the body as an object; empty if there is no body. */
        JsonNode body() {
            byte[] bytes = request.body(MAX_BODY_BYTES);
            return bytes.length == 0 ? Json.object() : Json.parseObject(bytes, request.memory());
        }

        Shapes shapes() {
            return new Shapes(links);
        }
    }

    @FunctionalInterface
    interface Endpoint {
        Response respond(Call call);
    }

    @FunctionalInterface
    interface OnWorkflow {
        Response respond(Call call, WorkflowRow workflow);
    }

    /** What the API shows and changes. */
    public record Parts(
            Workflows workflows,
            Triggers triggers,
            Runs runs,
            UserIdentities identities,
            ResourceGroups groups,
            CallbackKeys keys) {}

    public WorkflowApi(ManagementAccess access, Parts parts, InstantSource clock) {
        this.access = access;
        this.signatures = new Signatures(parts.keys());
        this.workflows = parts.workflows();
        this.clock = clock;
        addRoot(new Inventory.Sources(parts.workflows(), parts.identities(), parts.groups()));
        addIdentities(new IdentityCalls(parts.identities()));
        addWorkflows(new WorkflowCalls(parts.workflows()));
        addKeys(new KeyCalls(parts.workflows(), parts.keys()), new MoveCalls(parts.workflows()));
        addTriggers(
                new TriggerCalls(parts.workflows(), parts.triggers()),
                new HistoryCalls(parts.workflows(), parts.triggers()));
        addRuns(new RunCalls(parts.workflows(), parts.triggers(), parts.runs()));
        addActions(new ActionHistoryCalls(parts.workflows(), parts.runs()));
    }

    private void addIdentities(IdentityCalls identities) {
        add("GET", SUBSCRIPTION + IDENTITIES, identities::listSubscription);
        add("GET", GROUP + IDENTITIES, identities::listGroup);
        add("PUT", GROUP + IDENTITIES + "/{i}", identities::put);
        add("GET", GROUP + IDENTITIES + "/{i}", identities::get);
        add("PATCH", GROUP + IDENTITIES + "/{i}", identities::patch);
        add("DELETE", GROUP + IDENTITIES + "/{i}", identities::delete);
    }

    private void addKeys(KeyCalls keys, MoveCalls moves) {
        on("POST", "/regenerateAccessKey", keys::regenerate);
        on("POST", "/listCallbackUrl", keys::ofWorkflow);
        on("POST", "/versions/{v}/triggers/{t}/listCallbackUrl", keys::ofVersion);
        on("POST", "/move", moves::move);
        on("POST", "/generateUpgradedDefinition", moves::upgraded);
    }

    private void addWorkflows(WorkflowCalls resource) {
        add("GET", SUBSCRIPTION + ALL, resource::listSubscription);
        add("GET", GROUP + ALL, resource::listGroup);
        add("PUT", ONE, resource::put);
        add("DELETE", ONE, resource::delete);
        add("POST", ONE + "/validate", resource::validate);
        add("POST", GROUP + "/providers/Microsoft.Logic/locations/{l}/workflows/{w}/validate", resource::validate);
        on("GET", "", resource::get);
        on("PATCH", "", resource::patch);
        on("POST", "/enable", (call, row) -> resource.enable(call, row, true));
        on("POST", "/disable", (call, row) -> resource.enable(call, row, false));
        on("GET", "/versions", resource::versions);
        on("GET", "/versions/{v}", resource::version);
        on("POST", "/listSwagger", resource::swagger);
    }

    private void addTriggers(TriggerCalls triggers, HistoryCalls histories) {
        on("GET", "/triggers", triggers::list);
        on("GET", "/triggers/{t}", triggers::get);
        on("POST", "/triggers/{t}/run", triggers::run);
        on("POST", "/triggers/{t}/listCallbackUrl", triggers::callback);
        on("POST", "/triggers/{t}/reset", triggers::reset);
        on("POST", "/triggers/{t}/setState", triggers::setState);
        on("GET", "/triggers/{t}/schemas/json", triggers::schema);
        on("GET", "/triggers/{t}/histories", histories::list);
        on("GET", "/triggers/{t}/histories/{h}", histories::get);
        on("POST", "/triggers/{t}/histories/{h}/resubmit", histories::resubmit);
    }

    private void addRuns(RunCalls runs) {
        on("GET", "/runs", runs::list);
        on("GET", "/runs/{r}", runs::get);
        on("POST", "/runs/{r}/cancel", runs::cancel);
        on("POST", "/runs/{r}/resubmit", runs::resubmit);
    }

    private void addActions(ActionHistoryCalls actions) {
        on("GET", "/runs/{r}/actions", actions::list);
        on("GET", ACTION, actions::get);
        on("GET", ACTION + "/repetitions", actions::repetitions);
        on("GET", ACTION + "/repetitions/{n}", actions::repetition);
        on("GET", ACTION + "/scopeRepetitions", actions::scopeRepetitions);
        on("GET", ACTION + "/scopeRepetitions/{n}", actions::scopeRepetition);
        for (String one : List.of(ACTION, ACTION + "/repetitions/{n}")) {
            on("GET", one + "/requestHistories", actions::requests);
            on("GET", one + "/requestHistories/{h}", actions::request);
            on("POST", one + "/listExpressionTraces", actions::traces);
        }
    }

    private void addRoot(Inventory.Sources sources) {
        SubscriptionCalls subscriptions = new SubscriptionCalls(sources);
        GroupCalls groups = new GroupCalls(sources, sources.groups());
        ResourceCalls resources = new ResourceCalls(sources);
        ProviderCalls providers = new ProviderCalls(sources);
        add("GET", "/tenants", subscriptions::tenants);
        add("GET", "/subscriptions", subscriptions::list);
        add("GET", SUBSCRIPTION, subscriptions::get);
        add("GET", SUBSCRIPTION + "/locations", subscriptions::locations);
        add("GET", SUBSCRIPTION + "/resourceGroups", groups::list);
        add("GET", GROUP, groups::get);
        add("PUT", GROUP, groups::put);
        add("PATCH", GROUP, groups::patch);
        add("DELETE", GROUP, groups::delete);
        add("GET", SUBSCRIPTION + "/resources", resources::ofSubscription);
        add("GET", GROUP + "/resources", resources::ofGroup);
        add("GET", "/providers", providers::ofTenant);
        add("GET", "/providers/{p}", providers::oneOfTenant);
        add("GET", "/providers/{p}/operations", providers::operations);
        add("GET", SUBSCRIPTION + "/providers", providers::ofSubscription);
        add("GET", SUBSCRIPTION + "/providers/{p}", providers::oneOfSubscription);
        add("POST", SUBSCRIPTION + "/providers/{p}/register", providers::oneOfSubscription);
    }

    private void on(String method, String rest, OnWorkflow target) {
        add(method, ONE + rest, call -> target.respond(call, find(call)));
    }

    private void add(String method, String path, Endpoint target) {
        operations.require(method, path);
        routes.add(method, path, target);
    }

    private WorkflowRow find(Call call) {
        WorkflowPath path = call.path();
        WorkflowRow row = workflows.find(call.tenant(), path);
        if (row == null) {
            throw new ArmFailure(
                    404,
                    "ResourceNotFound",
                    "The Resource 'Microsoft.Logic/workflows/" + path.name() + "' under resource group '" + path.group()
                            + "' was not found.");
        }
        checkAddress(call, row);
        return row;
    }

    private static void checkAddress(Call call, WorkflowRow row) {
        AccessControl control = AccessControl.of(row);
        CallbackAccess.checkAddress(control, AccessControl.Part.MANAGEMENT, call.request());
        if (call.match().route().template().contains("/actions")) {
            CallbackAccess.checkAddress(control, AccessControl.Part.ACTIONS, call.request());
        }
    }

    @Override
    public Response handle(Request request) {
        try {
            return respond(request);
        } catch (ArmFailure e) {
            return e.response();
        } catch (SecretUnreadable e) {
            return ArmFailure.unreadable().response();
        } catch (DiskFull e) {
            return ArmFailure.noRoom().response();
        } catch (StoreException e) {
            return ArmFailure.of(e).response();
        } catch (DirectoryFailure.NotCurrent e) {
            return new ArmFailure(503, "ServiceUnavailable", e.getMessage() + " Nothing was changed.").response();
        } catch (DirectoryFailure.QuotaExceeded e) {
            return new ArmFailure(409, "QuotaExceeded", String.valueOf(e.getMessage())).response();
        } catch (InvalidTemplate e) {
            return new ArmFailure(400, "InvalidTemplate", String.valueOf(e.getMessage()), e.pointer()).response();
        } catch (Deployment.NotDeployable | MalformedJson e) {
            return new ArmFailure(400, "InvalidRequestContent", String.valueOf(e.getMessage())).response();
        } catch (TooManyWorkflows | UserIdentities.TooMany | ResourceGroups.TooMany e) {
            return new ArmFailure(409, "QuotaExceeded", String.valueOf(e.getMessage())).response();
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
        }
    }

    private Response respond(Request request) {
        try (ManagementCaller caller = access.check(request)) {
            return respond(request, caller);
        }
    }

    private Response respond(Request request, ManagementCaller caller) {
        ApiQuery query = ApiQuery.of(request.rawQuery());
        if (query.get("api-version").orElse("").isEmpty()) {
            throw new ArmFailure(
                    400,
                    "MissingApiVersionParameter",
                    "The api-version query parameter (?api-version=) is required for all requests.");
        }
        if (!VERSION.matcher(query.get("api-version").orElse("")).matches()) {
            throw new ArmFailure(
                    400,
                    "InvalidApiVersionParameter",
                    "The api-version '" + query.get("api-version").orElse("")
                            + "' is invalid. It must be a date such as '2019-05-01'.");
        }
        List<String> segments = request.segments();
        return switch (routes.find(request.method(), segments)) {
            case Routes.Match.Found<Endpoint> found -> {
                request.note(Request.ROUTE, found.route().template());
                Links links = new Links(request.base(), signatures.keys(), clock.instant());
                yield found.route().target().respond(new Call(request, caller, query, found, signatures, links, clock));
            }
            case Routes.Match.NoMethod<Endpoint> other ->
                throw new ArmFailure(405, "MethodNotAllowed", "This path does not support the method.");
            case Routes.Match.NoPath<Endpoint> none ->
                throw new ArmFailure(
                        404, "NotFound", "There is no supported operation of the management API at this path.");
        };
    }
}
