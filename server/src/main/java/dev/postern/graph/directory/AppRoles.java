package dev.postern.graph.directory;

import dev.postern.directory.AppRole;
import dev.postern.graph.GraphFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The app roles that an application declares. */
final class AppRoles {
    private AppRoles() {}

    /**
     * @param roles values of the type {@code appRole}, already validated
     */
    static List<AppRole> read(JsonNode roles) {
        var read = new ArrayList<AppRole>();
        var ids = new HashSet<UUID>();
        var values = new HashSet<String>();
        for (JsonNode role : roles) {
            AppRole one = one(role);
            if (!ids.add(one.id()) || !values.add(one.value())) {
                throw GraphFailure.directory("Two app roles have the same id or value: '" + one.value() + "'.");
            }
            read.add(one);
        }
        return read;
    }

    private static AppRole one(JsonNode role) {
        List<String> members = role.path("allowedMemberTypes")
                .valueStream()
                .map(member -> member.asString(""))
                .toList();
        if (members.isEmpty() || !List.of("Application", "User").containsAll(members)) {
            throw GraphFailure.directory(
                    "Property 'allowedMemberTypes' of an app role must contain 'Application', 'User' or both.");
        }
        String value = required(role, "value");
        if (value.length() > 120 || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw GraphFailure.directory(
                    "Property 'value' of an app role must have at most 120 characters and no spaces.");
        }
        return new AppRole(
                Lookup.guid(required(role, "id")),
                value,
                required(role, "displayName"),
                required(role, "description"),
                members,
                role.path("isEnabled").asBoolean(true));
    }

    private static String required(JsonNode role, String name) {
        String text = role.path(name).asString("");
        if (text.isBlank()) {
            throw GraphFailure.directory("A value is required for property '" + name + "' of resource 'AppRole'.");
        }
        return text;
    }
}
