package dev.postern.graph.directory;

import static dev.postern.gate.DirectoryOpening.DIRECTORY_READ;
import static dev.postern.gate.DirectoryOpening.DIRECTORY_WRITE;

import dev.postern.access.ObjectId;
import dev.postern.directory.AdministrativeUnit;
import dev.postern.gate.DirectoryWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import dev.postern.http.Response;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * {@code /directory/administrativeUnits}: sets of users and groups that role assignments of Exchange can have as their scope. A unit with a
 * membership rule and one whose members only some administrators can change do not exist here, and are refused.
 */
final class AdministrativeUnits {
    static final String SET = "administrativeUnits";
    static final String PATH = "/directory/" + SET;
    private static final Set<String> READ_ONLY = Set.of("id", "deletedDateTime");
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("membershipRule", "membershipRuleProcessingState", "membershipType");
    private static final String RESTRICTED = "isMemberManagementRestricted";

    private final InstantSource clock;
    private final StructuredType type;
    private final ObjectReads objects;

    AdministrativeUnits(InstantSource clock, TypeModel types) {
        this.clock = clock;
        this.type = types.type("administrativeUnit");
        this.objects = new ObjectReads("directory/" + SET, type);
    }

    void bind(GraphEdge edge) {
        edge.bind("GET", PATH, DIRECTORY_READ, (d, r) -> objects.list(d, r, AdministrativeUnit.class));
        edge.bind("GET", PATH + "/$count", DIRECTORY_READ, (d, r) -> objects.count(d, r, AdministrativeUnit.class));
        edge.bind("POST", PATH, DIRECTORY_WRITE, this::create);
        edge.bind(
                "GET",
                PATH + "/{id}",
                DIRECTORY_READ,
                (d, r) -> objects.get(d, r, new Lookup(d.snapshot()).administrativeUnit(r.key(SET))));
        edge.bind("PATCH", PATH + "/{id}", DIRECTORY_WRITE, this::update);
        edge.bind("DELETE", PATH + "/{id}", DIRECTORY_WRITE, AdministrativeUnits::delete);
    }

    private Response create(DirectoryWriter directory, GraphRequest request) {
        JsonNode body = request.body(type);
        AdministrativeUnit created = directory.change(draft -> {
            RequestProperties given = given(body);
            String displayName = Users.displayName(given, given.required("displayName"));
            var unit = new AdministrativeUnit(
                    new ObjectId(UUID.randomUUID()), clock.instant(), displayName, given.profile(Map.of()));
            draft.put(unit);
            return unit;
        });
        return objects.created(directory, request, created);
    }

    private Response update(DirectoryWriter directory, GraphRequest request) {
        new Lookup(directory.snapshot()).administrativeUnit(request.key(SET));
        JsonNode body = request.body(type);
        directory.change(draft -> {
            AdministrativeUnit unit = new Lookup(draft.before()).administrativeUnit(request.key(SET));
            RequestProperties given = given(body);
            String displayName = given.text("displayName")
                    .map(text -> Users.displayName(given, text))
                    .orElse(unit.displayName());
            draft.put(new AdministrativeUnit(unit.id(), unit.createdAt(), displayName, given.profile(unit.profile())));
            return true;
        });
        return GraphAnswer.noContent();
    }

    private RequestProperties given(JsonNode body) {
        if (body.path(RESTRICTED).booleanValue(false)) {
            throw GraphFailure.notImplemented("An administrative unit with restricted management");
        }
        for (String name : WITHOUT_EFFECT) {
            JsonNode value = body.path(name);
            boolean assigned =
                    name.equals("membershipType") && value.asString("").equalsIgnoreCase("Assigned");
            if (!value.isMissingNode() && !value.isNull() && !assigned) {
                throw GraphFailure.notImplemented("An administrative unit with '" + name + "'");
            }
        }
        var given = new RequestProperties(body.deepCopy().asObject(), type, "AdministrativeUnit");
        given.refuse(READ_ONLY);
        return given;
    }

    private static Response delete(DirectoryWriter directory, GraphRequest request) {
        directory.change(draft -> {
            draft.remove(new Lookup(draft.before())
                    .administrativeUnit(request.key(SET))
                    .id());
            return true;
        });
        return GraphAnswer.noContent();
    }
}
