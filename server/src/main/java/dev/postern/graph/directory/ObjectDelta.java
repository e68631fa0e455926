package dev.postern.graph.directory;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.directory.DirectoryDelta;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.gate.DirectoryReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.query.Folding;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code delta} of one entity set of the directory. A round reads the changes up to the revision that the directory had when it began; what changes
 * meanwhile has a higher revision and comes in the next round. A changed object is shown as a list shows it; a removed one by its id. A group has its
 * changed members in {@code members@delta}; one with many members continues on the next page.
 */
final class ObjectDelta {
    private static final Set<String> OPTIONS = Set.of("select", "skiptoken", "deltatoken", "format");
    private static final String LATEST = "latest";
    private static final String MEMBERS = "members";
    private static final int PAGE = 100;
    private static final int MAX_MEMBERS = 1_000;

    private final String set;
    private final StructuredType type;
    private final Class<? extends DirectoryObject> kind;

    ObjectDelta(String set, StructuredType type, Class<? extends DirectoryObject> kind) {
        this.set = set;
        this.type = type;
        this.kind = kind;
    }

    Response get(DirectoryReader directory, GraphRequest request) {
        QueryOptions query = request.query(new QueryTarget(type, Family.DIRECTORY, OPTIONS, PAGE, Set.of()));
        TenantId tenant = directory.snapshot().tenant().id();
        long revision = directory.snapshot().revision();
        Optional<String> delta = query.paging().deltaToken();
        Optional<String> skip = query.paging().skipToken();
        if (delta.isPresent() && skip.isPresent()) {
            throw GraphFailure.directory("A link has a '$deltatoken' or a '$skiptoken', not both.");
        }
        if (delta.isPresent() && delta.get().equals(LATEST)) {
            return answer(request, query, List.of(), "$deltatoken", ObjectDeltaToken.end(tenant, set, revision));
        }
        ObjectDeltaToken token = skip.or(() -> delta)
                .map(text -> ObjectDeltaToken.read(text, tenant, set))
                .orElseGet(() -> ObjectDeltaToken.start(tenant, set, revision));
        DirectorySnapshot snapshot = directory.snapshotAt(token.window().upTo());
        if (snapshot == null || token.window().upTo() < token.window().after()) {
            throw new GraphFailure(
                    410,
                    "syncStateNotFound",
                    "The sync state is newer than the directory, which was restored. Begin again without a token.");
        }
        ObjectDeltaToken round = skip.isPresent()
                ? token
                : token.upTo(Math.max(snapshot.revision(), token.window().upTo()));
        return new Page(directory.delta(), snapshot, request, query).read(round);
    }

    /** One page of a round. */
    private final class Page {
        private final DirectoryDelta changes;
        private final DirectorySnapshot snapshot;
        private final GraphRequest request;
        private final QueryOptions query;
        private final MetadataLevel level;
        private final boolean withMembers;
        private final List<ObjectNode> shown = new ArrayList<>();
        private int members = MAX_MEMBERS;

        Page(DirectoryDelta changes, DirectorySnapshot snapshot, GraphRequest request, QueryOptions query) {
            this.changes = changes;
            this.snapshot = snapshot;
            this.request = request;
            this.query = query;
            this.level = request.metadata(query);
            this.withMembers = kind == Group.class
                    && (query.view().selection().isDefault()
                            || query.view().selection().names(MEMBERS));
        }

        Response read(ObjectDeltaToken token) {
            ObjectDeltaToken at = token;
            List<DirectoryDelta.Change> next = next(token);
            for (DirectoryDelta.Change change : next.subList(0, Math.min(next.size(), PAGE))) {
                ObjectId id = change.id();
                if (id == null) {
                    continue;
                }
                boolean continued = at.member() != null && change.equals(at.place());
                ObjectId more = add(id, token, continued ? at.member() : null);
                at = at.at(change, more);
                if (more != null || members <= 0) {
                    return answer(request, query, shown, "$skiptoken", at);
                }
            }
            return next.size() > PAGE
                    ? answer(request, query, shown, "$skiptoken", at)
                    : answer(
                            request,
                            query,
                            shown,
                            "$deltatoken",
                            ObjectDeltaToken.end(
                                    token.tenant(), set, token.window().upTo()));
        }

        /** The changes after the token, beginning with the group whose members continue; one more than a page has if there are more. */
        private List<DirectoryDelta.Change> next(ObjectDeltaToken token) {
            var next = new ArrayList<DirectoryDelta.Change>();
            if (token.member() != null) {
                next.add(token.place());
            }
            int limit = PAGE + 1 - next.size();
            if (token.first()) {
                ObjectId after = token.place().id();
                (after == null ? snapshot.all(kind) : snapshot.above(after, kind))
                        .limit(limit)
                        .forEach(object -> next.add(new DirectoryDelta.Change(0, object.id())));
            } else if (kind == Group.class && withMembers) {
                next.addAll(changes.groups(token.window(), token.place(), limit));
            } else {
                next.addAll(changes.objects(kind, token.window(), token.place(), limit));
            }
            return next;
        }

        /** Returns the last shown member if the group has more of them. */
        private @Nullable ObjectId add(ObjectId id, ObjectDeltaToken token, @Nullable ObjectId after) {
            DirectoryObject object = snapshot.find(id, kind);
            if (object == null) {
                ObjectNode removed = Json.object().put("id", id.toString());
                removed.putObject("@removed").put("reason", "deleted");
                shown.add(removed);
                return null;
            }
            // the id is always there, whatever was selected
            ObjectNode entry = Json.object().put("id", id.toString());
            entry.setAll(request.model()
                    .shaper()
                    .shape(
                            type,
                            new Documents(snapshot, false).of(object),
                            query.view().shape(),
                            level));
            shown.add(entry);
            return withMembers ? members(entry, id, token, after) : null;
        }

        private @Nullable ObjectId members(
                ObjectNode entry, ObjectId group, ObjectDeltaToken token, @Nullable ObjectId after) {
            List<DirectoryDelta.MemberChange> some = token.first()
                    ? snapshot.members(group).stream()
                            .sorted(Comparator.comparing(ObjectId::toString))
                            .filter(id -> after == null || id.toString().compareTo(after.toString()) > 0)
                            .limit(members + 1L)
                            .map(id -> new DirectoryDelta.MemberChange(id, false))
                            .toList()
                    : changes.members(group, token.window(), after, members + 1);
            if (some.isEmpty()) {
                return null;
            }
            ArrayNode all = entry.putArray(MEMBERS + "@delta");
            List<DirectoryDelta.MemberChange> page = some.subList(0, Math.min(some.size(), members));
            page.forEach(change -> all.add(member(change)));
            members -= page.size();
            return some.size() > page.size() ? page.getLast().member() : null;
        }

        private ObjectNode member(DirectoryDelta.MemberChange change) {
            ObjectNode member = Json.object();
            DirectoryObject object = snapshot.find(change.member());
            if (object != null && level != MetadataLevel.NONE) {
                member.put("@odata.type", "#microsoft.graph." + Documents.kind(object));
            }
            member.put("id", change.member().toString());
            if (change.removed()) {
                member.putObject("@removed").put("reason", "deleted");
            }
            return member;
        }
    }

    private Response answer(
            GraphRequest request, QueryOptions query, List<ObjectNode> shown, String option, ObjectDeltaToken token) {
        MetadataLevel level = request.metadata(query);
        ObjectNode page = request.envelope(level, set + query.view().selection().contextSuffix())
                .page(shown, OptionalLong.empty(), Optional.empty());
        String link = request.serviceRoot() + "/" + set + "/delta?"
                + options(request.http().rawQuery()) + option + "="
                + URLEncoder.encode(token.text(), StandardCharsets.UTF_8);
        page.put(option.equals("$skiptoken") ? "@odata.nextLink" : "@odata.deltaLink", link);
        return GraphAnswer.ok(page, level);
    }

    /** The options of the query that stay the same in the whole round. */
    private static String options(String rawQuery) {
        var kept = new StringBuilder();
        for (String part : rawQuery.split("&", -1)) {
            String name = part.split("=", 2)[0];
            String plain = Folding.lower(URLDecoder.decode(name, StandardCharsets.UTF_8))
                    .replace("$", "");
            if (!part.isEmpty() && !plain.equals("skiptoken") && !plain.equals("deltatoken")) {
                kept.append(part).append('&');
            }
        }
        return kept.toString();
    }
}
