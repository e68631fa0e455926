package dev.postern.graph.directory;

import static dev.postern.gate.DirectoryOpening.DIRECTORY_READ;
import static dev.postern.gate.DirectoryOpening.DIRECTORY_WRITE;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.User;
import dev.postern.gate.DirectoryReader;
import dev.postern.gate.DirectoryWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import dev.postern.http.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code /users}. A user who is created enabled gets a mailbox immediately, because there are no licenses. Creation
 * requires a password, as in Graph; it is discarded, because users do not sign in here.
 */
final class Users {
    private static final Set<String> READ_ONLY = Set.of(
            "id",
            "deletedDateTime",
            "createdDateTime",
            "creationType",
            "mail",
            "proxyAddresses",
            "imAddresses",
            "securityIdentifier",
            "assignedLicenses",
            "assignedPlans",
            "licenseAssignmentStates",
            "provisionedPlans",
            "mailboxSettings",
            "signInActivity",
            "identities",
            "lastPasswordChangeDateTime",
            "signInSessionsValidFromDateTime");

    private static final Pattern LOCAL_PART = Pattern.compile("[A-Za-z0-9'._!#^~-]{1,64}");
    private static final Pattern NICKNAME = Pattern.compile("[^\\s@()\\\\\\[\\]\";:<>,]{1,64}");

    private final InstantSource clock;
    private final StructuredType type;
    private final MailEnabling recipients;
    private final ObjectReads objects;

    Users(InstantSource clock, TypeModel types, MailEnabling recipients) {
        this.clock = clock;
        this.type = types.type("user");
        this.recipients = recipients;
        this.objects = new ObjectReads("users", type);
    }

    void bind(GraphEdge edge) {
        edge.bind("GET", "/users/delta", DIRECTORY_READ, new ObjectDelta("users", type, User.class)::get);
        edge.bind(
                "GET", "/users", DIRECTORY_READ, (directory, request) -> objects.list(directory, request, User.class));
        edge.bind(
                "GET",
                "/users/$count",
                DIRECTORY_READ,
                (directory, request) -> objects.count(directory, request, User.class));
        edge.bind("POST", "/users", DIRECTORY_WRITE, this::create);
        edge.bind(
                "GET",
                "/users/{id}",
                DIRECTORY_READ,
                (directory, request) ->
                        objects.get(directory, request, lookup(directory).user(request.key("users"))));
        edge.bind("PATCH", "/users/{id}", DIRECTORY_WRITE, this::update);
        edge.bind("DELETE", "/users/{id}", DIRECTORY_WRITE, this::delete);
    }

    private static Lookup lookup(DirectoryReader directory) {
        return new Lookup(directory.snapshot());
    }

    private Response create(DirectoryWriter directory, GraphRequest request) {
        JsonNode body = request.body(type);
        User created = directory.change(draft -> {
            User user = created(new RequestProperties(body.deepCopy().asObject(), type, "User"), draft.before());
            draft.put(user);
            return user;
        });
        return objects.created(directory, request, created);
    }

    private User created(RequestProperties given, DirectorySnapshot before) {
        given.refuse(READ_ONLY);
        boolean enabled = given.requiredFlag("accountEnabled");
        String displayName = displayName(given, given.required("displayName"));
        String nickname = nickname(given, given.required("mailNickname"));
        String principalName = principalName(given, given.required("userPrincipalName"), before);
        requirePassword(given);
        ObjectId id = new ObjectId(UUID.randomUUID());
        Recipient recipient =
                enabled ? recipients.of(RecipientType.USER_MAILBOX, id, nickname, principalName, before) : null;
        Map<String, JsonNode> profile = given.profile(Map.of());
        if (!enabled) {
            profile.put("mailNickname", tools.jackson.databind.node.StringNode.valueOf(nickname));
        }
        return new User(
                id,
                clock.instant(),
                displayName,
                principalName,
                enabled,
                recipient,
                enabled ? new MailboxId(UUID.randomUUID()) : null,
                profile);
    }

    private Response update(DirectoryWriter directory, GraphRequest request) {
        Lookup lookup = lookup(directory);
        lookup.user(request.key("users"));
        JsonNode body = request.body(type);
        directory.change(draft -> {
            User before = new Lookup(draft.before()).user(request.key("users"));
            User after =
                    changed(new RequestProperties(body.deepCopy().asObject(), type, "User"), before, draft.before());
            draft.put(after);
            return after;
        });
        return GraphAnswer.noContent();
    }

    private User changed(RequestProperties given, User user, DirectorySnapshot before) {
        given.refuse(READ_ONLY);
        boolean enabled = given.flag("accountEnabled").orElse(user.accountEnabled());
        String displayName =
                given.text("displayName").map(text -> displayName(given, text)).orElse(user.displayName());
        String principalName = given.text("userPrincipalName")
                .map(text -> principalName(given, text, before))
                .orElse(user.userPrincipalName());
        given.take("passwordProfile");
        @Nullable Recipient recipient = user.recipient();
        if (recipient != null && given.has("mailNickname")) {
            recipient = MailEnabling.renamed(recipient, nickname(given, given.required("mailNickname")));
        }
        return new User(
                user.id(),
                user.createdAt(),
                displayName,
                principalName,
                enabled,
                recipient,
                user.mailbox(),
                given.profile(user.profile()));
    }

    private Response delete(DirectoryWriter directory, GraphRequest request) {
        directory.change(draft -> {
            draft.remove(new Lookup(draft.before()).user(request.key("users")).id());
            return true;
        });
        return GraphAnswer.noContent();
    }

    private static void requirePassword(RequestProperties given) {
        JsonNode profile = given.take("passwordProfile").orElseThrow(() -> given.missing("passwordProfile"));
        if (!profile.path("password").isString()
                || profile.path("password").stringValue().isEmpty()) {
            throw given.missing("password");
        }
    }

    static String displayName(RequestProperties given, String text) {
        if (text.length() > 256) {
            throw given.invalid("displayName");
        }
        return text;
    }

    static String nickname(RequestProperties given, String text) {
        if (!NICKNAME.matcher(text).matches()) {
            throw given.invalid("mailNickname");
        }
        return text;
    }

    private static String principalName(RequestProperties given, String text, DirectorySnapshot before) {
        List<String> parts = List.of(text.split("@", -1));
        if (parts.size() != 2 || !LOCAL_PART.matcher(parts.getFirst()).matches()) {
            throw given.invalid("userPrincipalName");
        }
        if (!before.isAccepted(parts.getLast())) {
            throw GraphFailure.directory(
                    "The domain portion of the userPrincipalName property is invalid. You must use one"
                            + " of the verified domain names in your organization.");
        }
        return text;
    }
}
