package dev.postern.graph.directory;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.graph.GraphFailure;
import dev.postern.http.Json;
import dev.postern.query.Condition;
import dev.postern.query.DocumentEvaluator;
import dev.postern.query.Path;
import dev.postern.query.UsedPaths;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Conditions on the related objects of an object, as in {@code owners/any(o:o/id eq '...')} and {@code members/$count eq 0}. Only the ids of
 * related objects can be compared.
 */
final class RelatedIds {
    private static final Set<Path> ID = Set.of(Path.of("id"));
    private static final List<String> RELATIONS = List.of("owners", "members", "memberOf");

    private final DirectorySnapshot directory;
    private final List<String> relations;

    private RelatedIds(DirectorySnapshot directory, List<String> relations) {
        this.directory = directory;
        this.relations = relations;
    }

    /** @throws GraphFailure if a condition on a related object uses anything but its id */
    static RelatedIds of(DirectorySnapshot directory, Condition filter) {
        requireIds(filter);
        return new RelatedIds(
                directory, RELATIONS.stream().filter(name -> uses(filter, name)).toList());
    }

    static boolean isRelation(Path path) {
        return !path.isSelf() && RELATIONS.contains(path.segments().getFirst());
    }

    private static boolean uses(Condition filter, String relation) {
        return UsedPaths.of(filter).contains(Path.of(relation));
    }

    /** The related ids are in the document only while it is tested, because a group can have many members. */
    boolean test(Condition filter, ObjectNode document) {
        if (relations.isEmpty()) {
            return DocumentEvaluator.test(filter, document);
        }
        Lookup.id(document.path("id").asString(""))
                .ifPresent(id -> relations.forEach(name -> document.set(name, related(id, name))));
        boolean matches = DocumentEvaluator.test(filter, document);
        document.remove(relations);
        return matches;
    }

    private ArrayNode related(ObjectId id, String relation) {
        Collection<ObjectId> ids = switch (relation) {
            case "owners" -> Owners.of(directory.find(id));
            case "members" -> directory.members(id);
            default -> directory.memberOf(id);
        };
        ArrayNode documents = Json.array();
        ids.stream()
                .filter(one -> directory.find(one) != null)
                .forEach(one -> documents.addObject().put("id", one.toString()));
        return documents;
    }

    private static void requireIds(Condition condition) {
        switch (condition) {
            case Condition.And(var all) -> all.forEach(RelatedIds::requireIds);
            case Condition.Or(var any) -> any.forEach(RelatedIds::requireIds);
            case Condition.Not(var inner) -> requireIds(inner);
            case Condition.Any(var path, var element) -> requireIds(path, element);
            case Condition.All(var path, var element) -> requireIds(path, element);
            case Condition.Compare(var path, var _, var _) -> refuseWhole(path);
            case Condition.In(var path, var _) -> refuseWhole(path);
            case Condition.Match _, Condition.NumericText _, Condition.Count _ -> {}
        }
    }

    private static void refuseWhole(Path path) {
        if (isRelation(path)) {
            throw GraphFailure.unsupportedQuery("Unsupported Query. '" + path
                    + "' is a collection; a filter can use it with '/any(...)', '/all(...)' and '/$count'.");
        }
    }

    private static void requireIds(Path collection, Condition element) {
        if (isRelation(collection) && !ID.containsAll(UsedPaths.of(element))) {
            throw GraphFailure.unsupportedQuery(
                    "Unsupported Query. A filter on '" + collection + "' can only compare the property 'id'.");
        }
    }
}
