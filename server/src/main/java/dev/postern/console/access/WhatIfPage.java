package dev.postern.console.access;

import dev.postern.console.access.WhatIf.Removable;
import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.NextLink;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code /console/access/what-if}: the form of a change whose difference is then shown. */
final class WhatIfPage {
    static final String PATH = "/console/access/what-if";

    private static final int SHOWN = 50;
    /** Of 1,000 policies each. */
    private static final int MAX_PAGES = 10;

    private WhatIfPage() {}

    static Response show(Visit visit) {
        WhatIf.Kind kind = WhatIf.Kind.of(visit.fields().text("kind"));
        String app = visit.fields().text("app");
        List<Removable> found = new ArrayList<>();
        String problem = "";
        if (kind.removes() && !app.isEmpty()) {
            try {
                JsonNode principal = principal(visit.calls(), app);
                found.addAll(
                        kind == WhatIf.Kind.REMOVE_POLICY
                                ? policies(visit.calls(), principal)
                                : assignments(visit.calls(), principal));
            } catch (EdgeRefusal e) {
                if (e.status() != 404 && e.status() != 400) {
                    throw e;
                }
                problem = e.said();
            }
        }
        return visit.page(
                "What if",
                AccessPages.SECTION,
                "access/whatif.jte",
                new WhatIf(kind, app, problem, found, AccessCmdlets.roles()));
    }

    /** By app id, or by a name that only one has. */
    private static JsonNode principal(EdgeCalls calls, String app) {
        String filter =
                app.matches("[0-9a-fA-F-]{36}") ? "appId eq '" + app + "'" : "displayName eq '" + quoted(app) + "'";
        List<JsonNode> found = calls.graph(
                        "/servicePrincipals?$select=id,appId,displayName&$top=2&$filter=" + EdgeCalls.encode(filter))
                .values();
        if (found.size() != 1) {
            throw new EdgeRefusal(
                    404,
                    "NotFound",
                    found.isEmpty()
                            ? "There is no application '" + app + "'. Use its app id or its name."
                            : "Several applications have the name '" + app + "'. Use an app id.");
        }
        return found.getFirst();
    }

    private static String quoted(String text) {
        return text.replace("'", "''");
    }

    private static List<Removable> policies(EdgeCalls calls, JsonNode principal) {
        String appId = principal.path("appId").asString("");
        List<Removable> found = new ArrayList<>();
        String query = "";
        for (int page = 0; page < MAX_PAGES && found.size() < SHOWN; page++) {
            Answer answer = calls.cmdlet("Get-ApplicationAccessPolicy", Map.of(), query);
            for (JsonNode one : answer.values()) {
                if (one.path("AppId").asString("").equalsIgnoreCase(appId)) {
                    found.add(removable(
                            "Remove-ApplicationAccessPolicy",
                            one,
                            one.path("AccessRight").asString(""),
                            one.path("ScopeName").asString("")));
                }
            }
            String next = NextLink.token(answer);
            if (next.isEmpty()) {
                break;
            }
            query = "$skiptoken=" + next;
        }
        return found.stream().limit(SHOWN).toList();
    }

    private static List<Removable> assignments(EdgeCalls calls, JsonNode principal) {
        return calls
                .cmdlet(
                        "Get-ManagementRoleAssignment",
                        Map.of("RoleAssignee", principal.path("appId").asString("")))
                .values()
                .stream()
                .limit(SHOWN)
                .map(one -> removable(
                        "Remove-ManagementRoleAssignment",
                        one,
                        one.path("Role").asString(""),
                        one.path("Name").asString("")))
                .toList();
    }

    private static Removable removable(String cmdlet, JsonNode one, String what, String on) {
        ProposedCmdlet removal = new ProposedCmdlet(
                cmdlet, Map.of("Identity", one.path("Identity").asString("")));
        return new Removable(what, on, new ProposedChange(List.of(removal)).path(Asked.NOTHING));
    }
}
