package dev.postern.management;

import dev.postern.gate.AdministratorCaller;
import dev.postern.gate.Gate;
import dev.postern.http.BodyTooLarge;
import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * {@code POST /postern/console/links} with {@code {"role":"admin","person":"..."}}: a link that signs one person in to the console, once. Only the
 * built-in administrator makes them.
 */
public final class ConsoleLinks {
    private static final int MAX_BODY_BYTES = 4 * 1024;
    private static final int MAX_PERSON_LENGTH = 100;

    private final ManagementGate gate;
    private final ConsoleLinkMaker maker;

    public ConsoleLinks(Gate gate, ConsoleLinkMaker maker) {
        this.gate = new ManagementGate(gate);
        this.maker = maker;
    }

    /** Adds the route. */
    public void addTo(RouteAdder routes) {
        gate.addAdministrator(routes, "POST", "/postern/console/links", this::make);
    }

    private Response make(AdministratorCaller caller, Request request) {
        JsonNode body = body(request);
        String role = body.path("role").asString("admin");
        if (!role.equals("admin") && !role.equals("reader")) {
            throw invalid("The role must be 'admin' or 'reader'.");
        }
        String person = body.path("person").asString("").strip();
        if (person.isEmpty() || person.length() > MAX_PERSON_LENGTH || !isPlain(person)) {
            throw invalid("The name of the person must have 1 to " + MAX_PERSON_LENGTH
                    + " characters, none of them a control character.");
        }
        try {
            ConsoleLinkMaker.Made made = maker.make(caller.tenant(), caller.actor(), role.equals("reader"), person);
            return ManagementGate.json(
                    201,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("url", request.base() + made.path())
                            .put("expires", made.expires().toString()));
        } catch (ConsoleLinkMaker.TooMany e) {
            throw new ManagementFailure(
                    403,
                    "QuotaExceeded",
                    "The tenant has too many links and sessions of the console. They end by themselves.");
        }
    }

    private static boolean isPlain(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE);
    }

    private static JsonNode body(Request request) {
        try {
            byte[] bytes = request.body(MAX_BODY_BYTES);
            return bytes.length == 0 ? Json.object() : Json.parse(bytes);
        } catch (BodyTooLarge | MalformedJson e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static ManagementFailure invalid(String message) {
        return new ManagementFailure(400, "InvalidRequestContent", message);
    }
}
