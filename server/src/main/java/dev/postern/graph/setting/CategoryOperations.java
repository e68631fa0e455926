package dev.postern.graph.setting;

import dev.postern.gate.SettingsReader;
import dev.postern.gate.SettingsWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.setting.MasterCategory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Reads and changes {@code outlook/masterCategories}. A list is complete: Graph does not page, filter or sort it. */
final class CategoryOperations {
    private static final String TYPE = "outlookCategory";
    private static final String NAME = "displayName";
    private static final String COLOR = "color";

    private CategoryOperations() {}

    static Response list(SettingsReader mailbox, GraphRequest request) {
        checkQuery(request);
        List<ObjectNode> all =
                mailbox.categories().stream().map(CategoryOperations::json).toList();
        return GraphAnswer.ok(
                request.envelope(request.metadata(), collection(mailbox))
                        .page(all, OptionalLong.empty(), Optional.empty()),
                request.metadata());
    }

    static Response count(SettingsReader mailbox, GraphRequest request) {
        checkQuery(request);
        return GraphAnswer.count(mailbox.categories().size());
    }

    static Response get(SettingsReader mailbox, GraphRequest request) {
        checkQuery(request);
        return single(mailbox, request, mailbox.category(id(request)), 200);
    }

    static Response create(SettingsWriter mailbox, GraphRequest request) {
        ObjectNode body = body(request);
        String name = body.path(NAME).stringValue("").strip();
        if (name.isEmpty() || name.length() > MasterCategory.MAX_NAME || name.contains(",") || name.contains(";")) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidRequest",
                    "'displayName' is required, with 1 to " + MasterCategory.MAX_NAME
                            + " characters and without commas and semicolons.");
        }
        MasterCategory made = mailbox.createCategory(name, body.path(COLOR).stringValue("none"));
        return single(mailbox, request, made, 201)
                .with("Location", request.serviceRoot() + "/" + collection(mailbox) + "('" + made.id() + "')");
    }

    static Response update(SettingsWriter mailbox, GraphRequest request) {
        ObjectNode body = body(request);
        MasterCategory before = mailbox.category(id(request));
        if (body.has(NAME) && !body.path(NAME).stringValue("").equals(before.displayName())) {
            throw new GraphFailure(400, "ErrorInvalidRequest", "The 'displayName' of a category cannot be changed.");
        }
        MasterCategory after = body.has(COLOR)
                ? mailbox.recolorCategory(before.id(), body.path(COLOR).stringValue("none"))
                : before;
        return single(mailbox, request, after, 200);
    }

    static Response delete(SettingsWriter mailbox, GraphRequest request) {
        mailbox.deleteCategory(id(request));
        return GraphAnswer.noContent();
    }

    private static ObjectNode body(GraphRequest request) {
        return request.body(request.model().types().type(TYPE));
    }

    private static void checkQuery(GraphRequest request) {
        request.query(QueryTarget.one(request.model().types().type(TYPE), Family.OUTLOOK)
                .without("expand"));
    }

    private static UUID id(GraphRequest request) {
        try {
            return UUID.fromString(request.key("masterCategories"));
        } catch (IllegalArgumentException e) {
            throw new MailboxFailure.ItemNotFound();
        }
    }

    private static Response single(SettingsReader mailbox, GraphRequest request, MasterCategory category, int status) {
        return GraphAnswer.json(
                status,
                request.envelope(request.metadata(), collection(mailbox) + "/$entity")
                        .single(json(category)),
                request.metadata());
    }

    private static ObjectNode json(MasterCategory category) {
        return Json.object()
                .put("id", category.id().toString())
                .put(NAME, category.displayName())
                .put(COLOR, category.color());
    }

    private static String collection(SettingsReader mailbox) {
        return "users('" + mailbox.ownerId() + "')/outlook/masterCategories";
    }
}
