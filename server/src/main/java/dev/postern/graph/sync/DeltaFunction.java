package dev.postern.graph.sync;

import dev.postern.gate.ItemReader;
import dev.postern.gate.MailboxAccess;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.odata.ChangeTokens;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.sync.SyncPosition;
import dev.postern.mailbox.sync.SyncState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * The delta function of one kind: a first call with options, or a call with a token, which contains them. The gate has decided before, on
 * every page.
 */
public final class DeltaFunction<C extends MailboxAccess & ItemReader> {
    private static final int DEFAULT_PAGE = 10;
    private static final int MAX_PAGE = 1000;
    /** They are in every link, which must not be longer than a request line. */
    private static final int MAX_OPTIONS = 8 << 10;

    private final DeltaKind kind;
    private final DeltaSource<? super C> source;
    private final List<String> custom;

    /** @param custom the names of the parameters that only this function has */
    public DeltaFunction(DeltaKind kind, DeltaSource<? super C> source, String... custom) {
        this.kind = kind;
        this.source = source;
        this.custom = List.of(custom);
    }

    public Response handle(C mailbox, GraphRequest request) {
        ChangeTokens given = ChangeTokens.of(request.http().rawQuery());
        SyncState state = mailbox.syncState();
        if (given.token().isEmpty()) {
            kind.check(given.names());
            if (given.others().length() > MAX_OPTIONS) {
                throw new GraphFailure(
                        400,
                        "ErrorInvalidUrlQuery",
                        "The options of change tracking are longer than " + MAX_OPTIONS + " characters.");
            }
            boolean immutable = request.preferences().immutableIds();
            DeltaToken first = new DeltaToken(kind, new UUID(0, 0), immutable, SyncPosition.start(), given.others());
            return page(mailbox, request, state, first, true);
        }
        DeltaToken token = DeltaToken.read(
                given.token().get(),
                mailbox.id(),
                state.key(),
                kind,
                () -> new GraphFailure(
                        410, "SyncStateInvalid", "The sync state is not valid any more.", restart(request, "")));
        try {
            state.require(token.position());
            return page(mailbox, request, state, token, false);
        } catch (MailboxFailure.ChangesForgotten e) {
            throw new GraphFailure(
                    410, "SyncStateNotFound", String.valueOf(e.getMessage()), restart(request, token.query()));
        } catch (MailboxFailure.FolderNotFound e) {
            throw new GraphFailure(404, "ErrorSyncFolderNotFound", String.valueOf(e.getMessage()));
        }
    }

    private Response page(C mailbox, GraphRequest request, SyncState state, DeltaToken token, boolean first) {
        request.preferences().fixImmutableIds(token.immutable());
        QueryOptions query =
                request.model().queries().parse(token.query(), kind.target(request, custom.toArray(String[]::new)));
        IdStyle ids = token.immutable() ? IdStyle.IMMUTABLE : IdStyle.DEFAULT;
        DeltaSource.Opened opened = source.open(mailbox, request, query, ids);
        if (!first && !opened.scope().equals(token.scope())) {
            throw DeltaToken.foreign();
        }
        int size = size(request);
        boolean unchanged = !token.position().isFirst()
                && token.position().isBetween()
                && token.position().after() == state.last();
        DeltaSource.Read read = unchanged
                ? new DeltaSource.Read(List.of(), List.of(), token.position())
                : opened.read(token.position().begun(state.last()), size);
        var next = new DeltaToken(kind, opened.scope(), token.immutable(), read.end(), token.query());
        boolean done = read.end().isBetween();
        String link =
                address(request) + (done ? "?$deltatoken=" : "?$skiptoken=") + next.text(mailbox.id(), state.key());
        MetadataLevel level = request.metadata(query);
        String context = "Collection(" + kind.type() + query.view().contextSuffix() + ")";
        return opened.answer(request.envelope(level, context)
                .page(entries(read, level), done ? "@odata.deltaLink" : "@odata.nextLink", link));
    }

    private static String address(GraphRequest request) {
        return request.http().base() + request.http().rawPath();
    }

    private static Map<String, String> restart(GraphRequest request, String query) {
        return Map.of("Location", address(request) + "?" + (query.isEmpty() ? "" : query + "&") + "$deltatoken=");
    }

    private static int size(GraphRequest request) {
        if (request.preferences().value("odata.track-changes").isPresent()) {
            request.preferences().applied("odata.track-changes");
        }
        return request.preferences()
                .maxPageSize()
                .map(requested -> {
                    int size = Math.min(requested, MAX_PAGE);
                    request.preferences().applied("odata.maxpagesize=" + size);
                    return size;
                })
                .orElse(DEFAULT_PAGE);
    }

    private List<ObjectNode> entries(DeltaSource.Read read, MetadataLevel level) {
        var entries = new ArrayList<ObjectNode>();
        for (String id : read.removed()) {
            ObjectNode entry = typed(level).put("id", id);
            entry.putObject("@removed").put("reason", "deleted");
            entries.add(entry);
        }
        for (ObjectNode shown : read.entries()) {
            ObjectNode entry = typed(level);
            shown.properties().forEach(member -> entry.set(member.getKey(), member.getValue()));
            entries.add(entry);
        }
        return entries;
    }

    private ObjectNode typed(MetadataLevel level) {
        ObjectNode entry = Json.object();
        return level == MetadataLevel.NONE ? entry : entry.put("@odata.type", "#microsoft.graph." + kind.type());
    }
}
