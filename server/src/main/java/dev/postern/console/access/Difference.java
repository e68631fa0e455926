package dev.postern.console.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Who would gain and who would lose access.
 *
 * @param complete whether everything was compared
 */
public record Difference(Side gains, Side loses, boolean complete) {
    /**
     * One direction.
     *
     * @param count how many permissions on mailboxes, also those that are not listed
     * @param listed how many of them the groups contain
     */
    public record Side(long count, long listed, List<Group> groups) {
        public Side {
            groups = List.copyOf(groups);
        }
    }

    /** The mailboxes on which an application gains or loses the same permissions. */
    public record Group(String app, String appId, List<String> permissions, List<String> mailboxes) {
        public Group {
            permissions = List.copyOf(permissions);
            mailboxes = List.copyOf(mailboxes);
        }
    }

    private record Pair(String app, String appId, String mailbox) {}

    private record Same(String app, String appId, List<String> permissions) {}

    /** @param plan as {@code /postern/access/plan} returns it */
    static Difference of(JsonNode plan) {
        return new Difference(
                side(plan, "Gains", "GainCount"),
                side(plan, "Loses", "LoseCount"),
                plan.path("Complete").asBoolean(false));
    }

    private static Side side(JsonNode plan, String rows, String count) {
        Map<Pair, TreeSet<String>> pairs = new LinkedHashMap<>();
        plan.path(rows)
                .forEach(row -> pairs.computeIfAbsent(
                                new Pair(
                                        row.path("app").asString(""),
                                        row.path("appId").asString(""),
                                        row.path("mailbox").asString("")),
                                _ -> new TreeSet<>())
                        .add(row.path("permission").asString("")));
        Map<Same, List<String>> groups = new LinkedHashMap<>();
        pairs.forEach((pair, permissions) -> groups.computeIfAbsent(
                        new Same(pair.app(), pair.appId(), List.copyOf(permissions)), _ -> new ArrayList<>())
                .add(pair.mailbox()));
        return new Side(
                plan.path(count).asLong(0),
                plan.path(rows).size(),
                groups.entrySet().stream()
                        .map(entry -> new Group(
                                entry.getKey().app(),
                                entry.getKey().appId(),
                                entry.getKey().permissions(),
                                entry.getValue()))
                        .toList());
    }
}
