package dev.postern.console.record;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Adds names to the ids in what an entry is about. An id that the directory does not have any more stays alone. Belongs to one request. */
final class TargetNames {
    private static final Pattern ID =
            Pattern.compile("(policy |appId=')?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})'?");
    private static final int MAX_NAMES = 10;
    private static final String PRINCIPALS = "/servicePrincipals";

    private final EdgeCalls calls;
    private final Map<String, String> known = new HashMap<>();

    TargetNames(EdgeCalls calls) {
        this.calls = calls;
    }

    String in(String target) {
        Matcher ids = ID.matcher(target);
        return ids.replaceAll(found -> {
            String name = name(found.group(1) == null ? "" : found.group(1), found.group(2));
            return Matcher.quoteReplacement(name.isEmpty() ? found.group() : found.group() + " (" + name + ")");
        });
    }

    private String name(String kind, String id) {
        String key = kind + id;
        String name = known.get(key);
        if (name == null) {
            name = known.size() < MAX_NAMES ? read(kind, EdgeCalls.encode(id)) : "";
            known.put(key, name);
        }
        return name;
    }

    private String read(String kind, String id) {
        return switch (kind) {
            case "policy " -> found(() -> policy(id));
            case "appId='" -> found(() -> app(id));
            default -> {
                String recipient = found(() -> calls.management("/recipients/" + id)
                        .json()
                        .path("name")
                        .asString(""));
                yield recipient.isEmpty() ? found(() -> principal(PRINCIPALS + "/" + id)) : recipient;
            }
        };
    }

    private String app(String id) {
        return principal(PRINCIPALS + "(appId='" + id + "')");
    }

    private String principal(String path) {
        return calls.graph(path + "?$select=displayName")
                .json()
                .path("displayName")
                .asString("");
    }

    private String policy(String id) {
        List<JsonNode> policies = calls.cmdlet("Get-ApplicationAccessPolicy", Map.of("Identity", id))
                .values();
        if (policies.isEmpty()) {
            return "";
        }
        JsonNode policy = policies.getFirst();
        String app = policy.path("AppId").asString("");
        String named = app.equals("*") ? "every application" : found(() -> app(EdgeCalls.encode(app)));
        return policy.path("AccessRight").asString("") + " of " + (named.isEmpty() ? app : named) + " on "
                + policy.path("ScopeName").asString("");
    }

    private static String found(Supplier<String> name) {
        try {
            return name.get();
        } catch (EdgeRefusal e) {
            return "";
        }
    }
}
