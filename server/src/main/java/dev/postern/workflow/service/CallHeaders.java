package dev.postern.workflow.service;

import dev.postern.workflow.call.Call;
import dev.postern.workflow.stored.WorkflowKey;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The headers that the engine adds to the calls of actions and triggers. */
public final class CallHeaders {
    private CallHeaders() {}

    /** Returns those that every call has; the call's own ones come first. */
    public static Map<String, String> of(Call call, WorkflowKey key, String version, UUID requestId) {
        var headers = new HashMap<String, String>();
        // The same id for all attempts, so that a service can recognise a retry.
        unlessGiven(headers, call, "client-request-id", requestId.toString());
        unlessGiven(
                headers,
                call,
                "User-Agent",
                "azure-logic-apps/1.0 (workflow " + id(key) + "; version " + version + ")");
        return headers;
    }

    /** Adds those that name the workflow. */
    public static void addWorkflow(
            Map<String, String> headers,
            WorkflowKey key,
            String version,
            String workflow,
            String operation,
            UUID requestId) {
        headers.put("x-ms-workflow-id", id(key));
        headers.put("x-ms-workflow-version", version);
        headers.put("x-ms-workflow-name", ascii(workflow));
        headers.put("x-ms-workflow-operation-name", ascii(operation));
        headers.put("x-ms-client-request-id", requestId.toString());
    }

    public static String ascii(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    private static String id(WorkflowKey key) {
        return key.id().toString().replace("-", "");
    }

    private static void unlessGiven(Map<String, String> headers, Call call, String name, String value) {
        if (call.headers().keySet().stream().noneMatch(name::equalsIgnoreCase)) {
            headers.put(name, value);
        }
    }
}
