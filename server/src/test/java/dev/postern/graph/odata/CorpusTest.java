package dev.postern.graph.odata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.model.TypeModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real-world requests, as far as their query alone decides. The corpus is beside the project. */
class CorpusTest {
    private static final Path CORPUS = Path.of(System.getProperty("corpus", "../../shared/corpus"));
    private static final Pattern LAST = Pattern.compile(
            "/(?<collection>messages|attachments|mailFolders|calendarView|events|instances|calendars|calendarGroups|contacts|users|groups|"
                + "servicePrincipals|applications|members|transitiveMembers|memberOf|microsoft\\.graph\\.group|"
                + "appRoleAssignedTo|appRoleAssignments)(?<one>/[^/]+|\\([^)]*\\))?/?(?<tail>delta|\\$count)?/?$",
            Pattern.CASE_INSENSITIVE);
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("messages", "message"),
            Map.entry("attachments", "attachment"),
            Map.entry("mailfolders", "mailFolder"),
            Map.entry("calendarview", "event"),
            Map.entry("events", "event"),
            Map.entry("instances", "event"),
            Map.entry("calendars", "calendar"),
            Map.entry("calendargroups", "calendarGroup"),
            Map.entry("contacts", "contact"),
            Map.entry("users", "user"),
            Map.entry("groups", "group"),
            Map.entry("serviceprincipals", "servicePrincipal"),
            Map.entry("applications", "application"),
            Map.entry("members", "directoryObject"),
            Map.entry("transitivemembers", "directoryObject"),
            Map.entry("memberof", "directoryObject"),
            Map.entry("microsoft.graph.group", "group"),
            Map.entry("approleassignedto", "appRoleAssignment"),
            Map.entry("approleassignments", "appRoleAssignment"));
    private static final Set<String> DECIDED_BY_THE_QUERY = Set.of(
            "BadRequest", "ErrorInvalidUrlQueryFilter", "InefficientFilter", "SearchWithFilter", "SearchWithOrderBy");

    /** Differences between the corpus and the schema of v1.0; the schema counts. */
    private static final Set<String> NOT_IN_THE_SCHEMA = Set.of("occurrenceId");

    private final TypeModel model = TypeModel.load();
    private final QueryParser parser = new QueryParser(model);
    private final MailQueryRules rules = MailQueryRules.ofGraph();
    private final List<String> wrong = new ArrayList<>();

    @Test
    void realWorldQueriesAreAcceptedOrRefusedAsInGraph() throws IOException {
        int checked = 0;
        for (JsonNode line : lines("graph-queries.jsonl")) {
            String url = line.get("url").stringValue();
            int mark = url.indexOf('?');
            Matcher last = LAST.matcher(mark < 0 ? url : url.substring(0, mark));
            if (mark > 0 && NOT_IN_THE_SCHEMA.stream().noneMatch(url::contains) && last.find()) {
                check(line, url.substring(mark + 1), last);
                checked++;
            }
        }
        System.out.println("CorpusTest: " + checked + " queries checked");
        assertTrue(checked > 150, "only " + checked);
        assertEquals(List.of(), wrong);
    }

    @Test
    void realWorldSearchesAreAcceptedOrRefusedAsInGraph() throws IOException {
        QueryTarget messages = QueryTarget.searchable(model.type("message"), Family.OUTLOOK);
        for (JsonNode line : lines("kql.jsonl")) {
            String kql = line.get("kql").stringValue();
            boolean bare = kql.equals("_");
            String search = bare ? kql : "\"" + kql.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            String outcome = outcome(() -> SearchParser.parse(search, messages));
            compare(line, kql, outcome, Set.of("BadRequest"));
        }
        assertEquals(List.of(), wrong);
    }

    private void check(JsonNode line, String query, Matcher last) {
        String area = line.get("area").stringValue();
        boolean directory = Set.of("users", "groups", "servicePrincipals").contains(area);
        boolean delta = "delta".equalsIgnoreCase(last.group("tail")) || "/delta".equalsIgnoreCase(last.group("one"));
        QueryTarget target = target(last, directory, delta);
        String outcome = outcome(() -> {
            QueryOptions options = parser.parse(query, target);
            if (area.equals("mail") || area.equals("search")) {
                rules.check(options);
            }
        });
        boolean refused = line.get("expect").stringValue().equals("refused");
        String code = line.path("code").asString("");
        boolean serverFault = line.path("status").asInt(400) == 500;
        boolean decidedElsewhere = refused
                && !serverFault
                && (!DECIDED_BY_THE_QUERY.contains(code)
                        || area.equals("me")
                        || (area.equals("contacts") && code.equals("ErrorInvalidUrlQueryFilter")));
        if (!decidedElsewhere) {
            compare(line, line.get("url").stringValue(), outcome, serverFault ? DECIDED_BY_THE_QUERY : Set.of(code));
        }
    }

    private QueryTarget target(Matcher last, boolean directory, boolean delta) {
        var type = model.type(TYPES.getOrDefault(last.group("collection").toLowerCase(Locale.ROOT), "message"));
        Family family = directory ? Family.DIRECTORY : Family.OUTLOOK;
        boolean one = last.group("one") != null && !delta && !"/$count".equals(last.group("one"));
        QueryTarget target = one ? QueryTarget.one(type, family) : QueryTarget.searchable(type, family);
        return (delta ? target.and("deltatoken") : target).withCustom("startDateTime", "endDateTime", "changeType");
    }

    private void compare(JsonNode line, String what, String outcome, Set<String> codes) {
        boolean right = switch (line.get("expect").stringValue()) {
            case "works", "no-match" -> outcome.isEmpty();
            case "refused" -> codes.stream().anyMatch(code -> outcome.startsWith(code + ":"));
            default -> true;
        };
        if (!right) {
            wrong.add(what + " -> " + (outcome.isEmpty() ? "taken" : outcome) + ", expected "
                    + line.get("expect").stringValue() + " " + codes);
        }
    }

    private static String outcome(Runnable query) {
        try {
            query.run();
            return "";
        } catch (QueryFailure failure) {
            return failure.code() + ": " + failure.text();
        }
    }

    private static List<JsonNode> lines(String file) throws IOException {
        Path path = CORPUS.resolve(file).toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            System.out.println("CorpusTest: SKIPPED, there is no " + file + " in ../shared/corpus beside the project");
            Assumptions.abort("no corpus beside the project");
        }
        return Files.readAllLines(path).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }
}
