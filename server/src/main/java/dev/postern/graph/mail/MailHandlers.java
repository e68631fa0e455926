package dev.postern.graph.mail;

import dev.postern.graph.GraphEdge;
import dev.postern.graph.MailboxHandler;
import dev.postern.graph.batch.Batch;
import dev.postern.graph.item.AttachmentReads;
import dev.postern.graph.item.AttachmentWrites;
import dev.postern.graph.item.Extensions;
import dev.postern.graph.item.UploadSessions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Binds everything about mail to its rows of the table. */
public final class MailHandlers {
    private static final String FOLDERS = "/users/{id}/mailFolders";
    private static final String CHILDREN = FOLDERS + "/{id}/childFolders";
    private static final List<String> MESSAGES =
            List.of("/users/{id}/messages", FOLDERS + "/{id}/messages", CHILDREN + "/{id}/messages");

    private final GraphEdge edge;

    private MailHandlers(GraphEdge edge) {
        this.edge = edge;
    }

    /** Called once, before the first request. */
    public static void bindAll(GraphEdge edge, MailSettings settings, InstantSource clock) {
        MailHandlers handlers = new MailHandlers(edge);
        Outgoing outgoing = new Outgoing(settings);
        MimeReply mime = new MimeReply(clock, new SecureRandom());
        handlers.messages(new Messages(settings), new MessageWrites(outgoing, clock), mime);
        handlers.sending(outgoing, clock);
        MessagePath path = new MessagePath();
        handlers.extensions(new Extensions(path));
        AttachmentReads attachments = new AttachmentReads(path, mime::write);
        handlers.attachments(
                attachments,
                new AttachmentWrites(path, attachments, MessageInput.ATTACHMENTS),
                new UploadSessions(path));
        handlers.folders(new FolderReads(settings), new FolderWrites(settings));
        edge.bindCaller("POST", "/$batch", new Batch(edge)::handle);
    }

    private void messages(Messages messages, MessageWrites writes, MimeReply mime) {
        onMessages("GET", "", messages::list);
        onMessages("POST", "", writes::create);
        onMessages("GET", "/$count", messages::count);
        onMessages("GET", "/{id}", messages::get);
        onMessages("PATCH", "/{id}", writes::update);
        onMessages("DELETE", "/{id}", messages::delete);
        onMessages("POST", "/{id}/permanentDelete", writes::permanentDelete);
        onMessages("POST", "/{id}/move", writes::move);
        onMessages("POST", "/{id}/copy", writes::copy);
        onMessages("GET", "/{id}/$value", mime::get);
        onMessages("PUT", "/{id}/$value", mime::put);
        onMessages("DELETE", "/{id}/$value", mime::delete);
        onMessages("POST", "/{id}/send", writes::send);
    }

    private void sending(Outgoing outgoing, InstantSource clock) {
        edge.bindMailbox("POST", "/users/{id}/sendMail", new SendMail(outgoing, clock)::send);
        MessageReplies answers = new MessageReplies(outgoing, clock);
        Map<String, ReplyKind> kinds =
                Map.of("reply", ReplyKind.REPLY, "replyAll", ReplyKind.REPLY_ALL, "forward", ReplyKind.FORWARD);
        kinds.forEach((action, kind) -> {
            onMessages("POST", "/{id}/" + action, (mailbox, request) -> answers.send(kind, action, mailbox, request));
            String create = "create" + Character.toUpperCase(action.charAt(0)) + action.substring(1);
            onMessages("POST", "/{id}/" + create, (mailbox, request) -> answers.create(kind, create, mailbox, request));
        });
    }

    private void extensions(Extensions extensions) {
        onMessages("GET", "/{id}/extensions", extensions::list);
        onMessages("POST", "/{id}/extensions", extensions::create);
        onMessages("GET", "/{id}/extensions/$count", extensions::count);
        onMessages("GET", "/{id}/extensions/{id}", extensions::get);
        onMessages("PATCH", "/{id}/extensions/{id}", extensions::update);
        onMessages("DELETE", "/{id}/extensions/{id}", extensions::delete);
    }

    private void attachments(AttachmentReads reads, AttachmentWrites writes, UploadSessions uploads) {
        onMessages("GET", "/{id}/attachments", reads::list);
        onMessages("POST", "/{id}/attachments", writes::add);
        onMessages("GET", "/{id}/attachments/$count", reads::count);
        onMessages("POST", "/{id}/attachments/createUploadSession", uploads::create);
        onMessages("GET", "/{id}/attachments/{id}", reads::get);
        onMessages("DELETE", "/{id}/attachments/{id}", writes::remove);
        onMessages("GET", "/{id}/attachments/{id}/$value", reads::value);
    }

    private void folders(FolderReads folders, FolderWrites writes) {
        edge.bindMailbox("GET", FOLDERS, folders::list);
        edge.bindMailbox("POST", FOLDERS, writes::create);
        edge.bindMailbox("GET", FOLDERS + "/$count", folders::count);
        edge.bindMailbox("GET", CHILDREN, folders::list);
        edge.bindMailbox("POST", CHILDREN, writes::create);
        edge.bindMailbox("GET", CHILDREN + "/$count", folders::count);
        onFolder("GET", "", folders::get);
        onFolder("PATCH", "", writes::update);
        onFolder("DELETE", "", writes::delete);
        onFolder("POST", "/move", writes::move);
        onFolder("POST", "/copy", writes::copy);
        onFolder("POST", "/permanentDelete", writes::permanentDelete);
    }

    /** Binds a handler at each of the places where messages are. */
    private void onMessages(String method, String rest, MailboxHandler handler) {
        MESSAGES.forEach(messages -> edge.bindMailbox(method, messages + rest, handler));
    }

    private void onFolder(String method, String rest, MailboxHandler handler) {
        edge.bindMailbox(method, FOLDERS + "/{id}" + rest, handler);
        edge.bindMailbox(method, CHILDREN + "/{id}" + rest, handler);
    }
}
