package dev.postern.workflow.definition;

import dev.postern.query.Folding;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Validates the inputs of each type of action. Members with expressions are validated again in the run. */
public final class InputShape {
    private static final Set<String> HTTP =
            Set.of("method", "uri", "headers", "queries", "body", "cookie", "authentication", "retryPolicy");
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS");
    private static final Set<String> AUTHENTICATION = Set.of("ManagedServiceIdentity", "Basic", "Raw");

    private InputShape() {}

    /** Inputs that are invalid in every run. */
    public static final class NotValid extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotValid(String message) {
            super(message);
        }
    }

    /** Checks the members as far as possible before expressions are evaluated. */
    static void check(Action.Kind kind, JsonNode inputs) {
        switch (kind) {
            case COMPOSE -> {
                if (inputs.isMissingNode()) {
                    throw new NotValid("the member 'inputs' is missing");
                }
            }
            case HTTP -> {
                known(inputs, HTTP);
                required(inputs, "method");
                required(inputs, "uri");
                if (plain(inputs.path("method"))) {
                    method(inputs);
                }
                authentication(inputs.path("authentication"));
                if (plain(inputs.path("retryPolicy").path("type"))) {
                    retry(inputs);
                }
            }
            case RESPONSE -> {
                known(inputs, Set.of("statusCode", "headers", "body", "schema"));
                required(inputs, "statusCode");
                if (plain(inputs.path("statusCode"))) {
                    statusCode(inputs.path("statusCode"));
                }
            }
            case TERMINATE -> {
                known(inputs, Set.of("runStatus", "runError"));
                required(inputs, "runStatus");
                if (plain(inputs.path("runStatus"))) {
                    runStatus(inputs);
                }
            }
        }
    }

    /** Fully checks inputs without expressions. */
    static void checkConstant(Action.Kind kind, JsonNode inputs) {
        check(kind, inputs);
        if (kind == Action.Kind.HTTP) {
            retry(inputs);
        }
    }

    private static boolean plain(JsonNode value) {
        return value.isValueNode() && !value.isNull() && !value.asString("").contains("@");
    }

    private static void known(JsonNode inputs, Set<String> members) {
        if (!inputs.isObject()) {
            throw new NotValid("the member 'inputs' must be an object");
        }
        for (String member : inputs.propertyNames()) {
            if (!members.contains(member)) {
                throw new NotValid("the input '" + member + "' is not supported by Postern");
            }
        }
    }

    private static void required(JsonNode inputs, String member) {
        if (!inputs.hasNonNull(member)) {
            throw new NotValid("the input '" + member + "' is missing");
        }
    }

    private static void method(JsonNode inputs) {
        String method = inputs.path("method").asString("");
        if (!METHODS.contains(Folding.upper(method))) {
            throw new NotValid("the method '" + method + "' is not one of 'GET, PUT, POST, PATCH, DELETE'");
        }
    }

    private static void authentication(JsonNode authentication) {
        String type = authentication.path("type").asString("");
        if (authentication.isObject()
                && !type.startsWith("@")
                && AUTHENTICATION.stream().noneMatch(type::equalsIgnoreCase)) {
            throw new NotValid("the authentication type '" + type
                    + "' is not supported by Postern; 'ManagedServiceIdentity', 'Basic' and 'Raw' are");
        }
    }

    private static void retry(JsonNode inputs) {
        try {
            RetryPolicy.read(inputs.path("retryPolicy"));
        } catch (IllegalArgumentException e) {
            throw new NotValid(String.valueOf(e.getMessage()));
        }
    }

    private static void statusCode(JsonNode code) {
        int number = code.isInt()
                ? code.intValue()
                : code.asString("").matches("[0-9]{3}") ? Integer.parseInt(code.asString("")) : 0;
        if (number < 200 || number > 599 || number / 100 == 3) {
            throw new NotValid("the status code '" + code.asString("") + "' must be in '2xx', '4xx' or '5xx'");
        }
    }

    private static void runStatus(JsonNode inputs) {
        String status = inputs.path("runStatus").asString("");
        if (!Set.of("Succeeded", "Failed", "Cancelled").contains(status)) {
            throw new NotValid("the run status '" + status + "' must be one of 'Succeeded, Failed, Cancelled'");
        }
        if (inputs.has("runError") && !status.equals("Failed")) {
            throw new NotValid("the input 'runError' can only be used with the run status 'Failed'");
        }
    }
}
