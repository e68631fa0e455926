package dev.postern.graph.subscription;

import dev.postern.access.MailboxId;
import dev.postern.gate.CalendarReader;
import dev.postern.gate.ContactReader;
import dev.postern.gate.MailReader;
import dev.postern.gate.MailboxAccess;
import dev.postern.gate.MailboxOpening;
import dev.postern.gate.Operation;
import dev.postern.gate.SubscriptionReader;
import dev.postern.gate.SubscriptionWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.mail.ReadBasicProjection;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.contact.ContactFolders;
import dev.postern.subscription.Subscription;
import dev.postern.subscription.SubscriptionFailure;
import dev.postern.subscription.SubscriptionScope;
import dev.postern.subscription.SubscriptionTargets;
import dev.postern.subscription.SubscriptionTerms;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The operations on subscriptions. The order of the checks of a new one is syntax, permission, resource, lifetime, handshake: no endpoint is
 * called for a request that is refused for another reason.
 */
final class SubscriptionOperations {
    private static final int PAGE = 100;
    private static final String CONTEXT = "subscriptions";

    private final GraphEdge edge;
    private final EndpointValidation validation;
    private final InstantSource clock;

    SubscriptionOperations(GraphEdge edge, EndpointValidation validation, InstantSource clock) {
        this.edge = edge;
        this.validation = validation;
        this.clock = clock;
    }

    /** What was read of a request before any mailbox was opened. */
    private record Wanted(
            SubscriptionInput input,
            FollowedResource resource,
            Instant requested,
            boolean rich,
            SubscriptionTargets targets,
            ObjectNode shown) {}

    Response create(SubscriptionWriter opened, GraphRequest request) {
        Wanted wanted = wanted(SubscriptionInput.ofNew(request.json()));
        Operation listing = edge.operation("GET", wanted.resource().listing());
        String user = wanted.resource().user();
        return switch (wanted.resource().kind()) {
            case MESSAGE -> create(opened, request, wanted, listing, user, MailboxOpening.MAIL_READ);
            case EVENT -> create(opened, request, wanted, listing, user, MailboxOpening.CALENDAR_READ);
            case CONTACT -> create(opened, request, wanted, listing, user, MailboxOpening.CONTACTS_READ);
        };
    }

    private static Wanted wanted(SubscriptionInput input) {
        var changes = input.changes();
        Boolean include = input.includeResourceData();
        boolean rich = Boolean.TRUE.equals(include);
        SubscriptionTargets targets =
                new SubscriptionTargets(input.notificationUrl(), input.lifecycleUrl(), input.clientState());
        Instant requested = input.expires();
        ObjectNode shown = Json.object()
                .put("resource", input.resource())
                .put("changeType", input.changeType())
                .put("notificationQueryOptions", input.option("notificationQueryOptions"))
                .put("notificationContentType", input.option("notificationContentType"))
                .put("includeResourceData", include)
                .put("latestSupportedTlsVersion", input.tlsVersion())
                .put("encryptionCertificate", input.certificate())
                .put("encryptionCertificateId", input.certificateId())
                .put("notificationUrlAppId", input.option("notificationUrlAppId"));
        if (changes.isEmpty()) {
            throw SubscriptionFaults.invalid("The property 'changeType' is required.");
        }
        return new Wanted(input, FollowedResource.parse(input.resource()), requested, rich, targets, shown);
    }

    private <C extends MailboxAccess> Response create(
            SubscriptionWriter opened,
            GraphRequest request,
            Wanted wanted,
            Operation listing,
            String user,
            MailboxOpening<C> opening) {
        try (C followed = opened.openFollowed(listing, user, opening)) {
            SubscriptionTerms terms = terms(followed, request, wanted);
            SubscriptionScope scope = scope(followed, request, wanted.resource());
            Instant end = Lifetime.end(wanted.requested(), clock.instant(), wanted.rich());
            String caller = opened.caller().token().app().toString();
            validation.check(wanted.targets().url(), caller);
            if (wanted.targets().lifecycleUrl() != null) {
                validation.check(wanted.targets().lifecycleUrl(), caller);
            }
            Subscription created = opened.create(followed, scope, end, terms, wanted.targets());
            return GraphAnswer.created(
                    request.envelope(request.metadata(), CONTEXT + "/$entity")
                            .single(SubscriptionView.of(created, true)),
                    request.metadata(),
                    request.serviceRoot() + "/subscriptions('" + created.id() + "')");
        }
    }

    private static SubscriptionTerms terms(MailboxAccess followed, GraphRequest request, Wanted wanted) {
        FollowedResource resource = wanted.resource();
        FollowedQuery query = FollowedQuery.parse(request.model(), resource.kind(), resource.query());
        if (wanted.rich()) {
            query.checkRich();
            String certificate = wanted.input().certificate();
            if (certificate == null) {
                throw SubscriptionFaults.certificate(
                        "'encryptionCertificate' is required for notifications with resource data.");
            }
        }
        String given = wanted.input().certificate();
        if (given != null) {
            EncryptionCertificate.parse(given);
        }
        if (!followed.mayReadContent()) {
            ReadBasicProjection.check(query.options());
            if (wanted.rich()) {
                throw new GraphFailure(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
            }
        }
        return new SubscriptionTerms(
                wanted.input().changes(),
                request.preferences().immutableIds() ? IdStyle.IMMUTABLE : IdStyle.DEFAULT,
                query.watched(),
                resource.query(),
                query.options().filter().isPresent(),
                wanted.rich(),
                wanted.shown());
    }

    /** The folder of a resource, which must exist. */
    private static SubscriptionScope scope(MailboxAccess followed, GraphRequest request, FollowedResource resource) {
        String key = resource.folder();
        try {
            return new SubscriptionScope(
                    resource.kind(),
                    switch (followed) {
                        case MailReader mail -> key == null ? null : mailFolder(mail, folder(mail.id(), key));
                        case CalendarReader calendars ->
                            calendars.defaultCalendar().id();
                        case ContactReader contacts ->
                            key == null
                                    ? ContactFolders.TOP
                                    : contacts.folder(folder(contacts.id(), key))
                                            .id();
                        default -> throw SubscriptionFaults.resource();
                    });
        } catch (MailboxFailure.IdMalformed e) {
            throw SubscriptionFaults.resourceValue(resource.url(request.serviceRoot()));
        } catch (MailboxFailure.FolderNotFound | MailboxFailure.ItemNotFound e) {
            throw SubscriptionFaults.noFolder();
        }
    }

    private static FolderId folder(MailboxId mailbox, String key) {
        return WireIds.folder(mailbox, key);
    }

    /** A search folder has no items, so nothing would ever be notified. */
    private static FolderId mailFolder(MailReader mail, FolderId folder) {
        if (mail.folder(folder).search() != null) {
            throw SubscriptionFaults.resource();
        }
        return folder;
    }

    Response get(SubscriptionReader opened, GraphRequest request) {
        return shown(opened.get(id(request)), request);
    }

    private static Response shown(Subscription one, GraphRequest request) {
        return GraphAnswer.ok(
                request.envelope(request.metadata(), CONTEXT + "/$entity").single(SubscriptionView.of(one, true)),
                request.metadata());
    }

    private static UUID id(GraphRequest request) {
        try {
            return UUID.fromString(request.key("subscriptions"));
        } catch (IllegalArgumentException e) {
            throw new SubscriptionFailure.NotFound();
        }
    }

    Response list(SubscriptionReader opened, GraphRequest request) {
        SubscriptionReader.Listed page = opened.list(skipToken(request.http().rawQuery()), PAGE);
        ObjectNode json = Json.object();
        json.put("@odata.context", request.context(CONTEXT));
        if (page.last() != null) {
            json.put(
                    "@odata.nextLink",
                    request.linkWith("$skiptoken", page.last().toString()));
        }
        var values = json.putArray("value");
        page.values().forEach(one -> values.add(SubscriptionView.of(one, false)));
        return GraphAnswer.ok(json, request.metadata());
    }

    /** The only option of the list. */
    private static @Nullable UUID skipToken(String query) {
        UUID token = null;
        for (String part : query.split("&")) {
            String[] option = part.split("=", 2);
            String name = option[0].replace("%24", "$");
            if (name.equalsIgnoreCase("$skiptoken") && option.length == 2) {
                try {
                    token = UUID.fromString(option[1]);
                } catch (IllegalArgumentException e) {
                    throw GraphFailure.badRequest("The value of '$skiptoken' is not one of this server.");
                }
            } else if (name.startsWith("$")) {
                throw GraphFailure.badRequest("The query option '" + name + "' is not supported for subscriptions.");
            }
        }
        return token;
    }

    Response update(SubscriptionWriter opened, GraphRequest request) {
        SubscriptionInput input = SubscriptionInput.ofChange(request.json());
        String url = input.has("notificationUrl") ? input.notificationUrl() : null;
        Instant requested = input.hasExpiry() ? input.expires() : null;
        String certificate = input.certificate();
        Subscription changed = opened.change(id(request), before -> {
            Instant end = requested == null
                    ? before.expires()
                    : Lifetime.end(requested, clock.instant(), before.terms().rich());
            ObjectNode shown = before.terms().shown().deepCopy();
            if (certificate != null) {
                EncryptionCertificate.parse(certificate);
                shown.put("encryptionCertificate", certificate);
            }
            if (input.has("encryptionCertificateId")) {
                shown.put("encryptionCertificateId", input.certificateId());
            }
            if (url != null) {
                validation.check(url, opened.caller().token().app().toString());
            }
            return before.changed(
                    end,
                    before.terms().with(shown),
                    url == null ? before.targets() : before.targets().at(url));
        });
        return shown(changed, request);
    }

    Response reauthorize(SubscriptionWriter opened, GraphRequest request) {
        opened.change(id(request), before -> before.changed(before.expires(), before.terms(), before.targets()));
        return GraphAnswer.noContent();
    }

    Response delete(SubscriptionWriter opened, GraphRequest request) {
        opened.remove(id(request));
        return GraphAnswer.noContent();
    }
}
