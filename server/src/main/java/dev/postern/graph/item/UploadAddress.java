package dev.postern.graph.item;

import dev.postern.gate.ItemReader;
import dev.postern.gate.UploadTicket;
import dev.postern.graph.GraphRequest;
import dev.postern.http.Request;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.Upload;
import dev.postern.mailbox.WireIds;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of an upload. It has the shape of Outlook's, {@code Users('...')/Messages('...')/AttachmentSessions('...')?authtoken=...}
 * with the collection of the item, because clients take it apart. The ids in it do not count; the token is in the query, which is never logged.
 */
final class UploadAddress {
    private static final List<Pattern> SHAPE =
            List.of(segment("Users"), segment("(?:Messages|Events)"), segment("AttachmentSessions"));
    private static final int BEFORE = 2;
    private static final String TOKEN = "authtoken=";

    private UploadAddress() {}

    private static Pattern segment(String collection) {
        return Pattern.compile(collection + "\\('([^'()]+)'\\)", Pattern.CASE_INSENSITIVE);
    }

    static String of(GraphRequest request, ItemReader mailbox, Item item, UploadTicket.Issued issued) {
        return request.serviceRoot() + "/" + UploadRoute.PATH + "/Users('" + mailbox.ownerId() + "')/"
                + collection(issued.upload()) + "(" + ItemAddress.quoted(id(issued.upload(), item))
                + ")/AttachmentSessions('" + issued.session()
                + "')?" + TOKEN + issued.secret();
    }

    /** The collection of the item, as in the addresses of Outlook: {@code Messages}. */
    static String collection(Upload upload) {
        return Character.toUpperCase(upload.kind().charAt(0)) + upload.kind().substring(1) + "s";
    }

    /** The id of the item or the occurrence that gets the file. */
    static String id(Upload upload, Item item) {
        LocalDate occurrence = upload.occurrence();
        return occurrence == null
                ? WireIds.item(item, IdStyle.DEFAULT)
                : WireIds.occurrence(item, occurrence, IdStyle.DEFAULT);
    }

    /** @throws MailboxFailure.UploadNotFound if the address has another shape */
    static UploadTicket read(Request request) {
        List<String> segments = request.segments();
        if (segments.size() == BEFORE + 1) {
            return UploadTicket.earlier(segments.getLast());
        }
        if (segments.size() != BEFORE + SHAPE.size()) {
            throw new MailboxFailure.UploadNotFound();
        }
        String session = "";
        for (int i = 0; i < SHAPE.size(); i++) {
            Matcher segment = SHAPE.get(i).matcher(segments.get(BEFORE + i));
            if (!segment.matches()) {
                throw new MailboxFailure.UploadNotFound();
            }
            session = segment.group(1);
        }
        return UploadTicket.read(session, token(request.rawQuery()));
    }

    /** @throws MailboxFailure.UploadNotFound if the address names the collection of another kind of item */
    static void requireCollection(Request request, Upload upload) {
        List<String> segments = request.segments();
        String expected = collection(upload) + "(";
        if (segments.size() > BEFORE + 1
                && !segments.get(BEFORE + 1).regionMatches(true, 0, expected, 0, expected.length())) {
            throw new MailboxFailure.UploadNotFound();
        }
    }

    private static String token(String query) {
        List<String> tokens = List.of(query.split("&", -1)).stream()
                .filter(option -> option.startsWith(TOKEN))
                .map(option -> option.substring(TOKEN.length()))
                .toList();
        if (tokens.size() != 1) {
            throw new MailboxFailure.UploadNotFound();
        }
        return tokens.getFirst();
    }
}
