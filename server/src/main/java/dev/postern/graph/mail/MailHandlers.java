package dev.postern.graph.mail;

import static dev.postern.gate.MailboxOpening.MAIL_READ;
import static dev.postern.gate.MailboxOpening.MAIL_SEND;
import static dev.postern.gate.MailboxOpening.MAIL_WRITE;

import dev.postern.gate.MailReader;
import dev.postern.gate.MailSender;
import dev.postern.gate.MailWriter;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.OperationHandler;
import dev.postern.graph.batch.Batch;
import dev.postern.graph.item.AttachmentReads;
import dev.postern.graph.item.AttachmentWrites;
import dev.postern.graph.item.ExtensionReads;
import dev.postern.graph.item.ExtensionWrites;
import dev.postern.graph.item.ItemRoutes;
import dev.postern.graph.item.MimeFile;
import dev.postern.graph.item.UploadSessions;
import dev.postern.graph.sync.DeltaFunction;
import dev.postern.graph.sync.DeltaKind;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Binds all mail operations to their rows of the table. */
public final class MailHandlers {
    private static final String FOLDERS = "/users/{id}/mailFolders";
    private static final String CHILDREN = FOLDERS + "/{id}/childFolders";
    private static final List<String> MESSAGES =
            List.of("/users/{id}/messages", FOLDERS + "/{id}/messages", CHILDREN + "/{id}/messages");

    /** Kinds of items, as in the table of operations. */
    private static final String MESSAGE = "message";

    private static final String FOLDER = "mailFolder";
    private static final MessagePath PATH = new MessagePath();

    private final GraphEdge edge;
    private final ItemRoutes<MailReader, MailWriter> messages;

    private MailHandlers(GraphEdge edge) {
        this.edge = edge;
        this.messages = new ItemRoutes<>(edge, MESSAGE, MESSAGES, MAIL_READ, MAIL_WRITE);
    }

    /** Called once, before the first request. */
    public static void bindAll(GraphEdge edge, MailSettings settings, InstantSource clock) {
        MailHandlers handlers = new MailHandlers(edge);
        Outgoing outgoing = new Outgoing(settings, edge::throttle, clock);
        MimeFile file = new MimeFile(new SecureRandom());
        MimeReply mime = new MimeReply(clock, file);
        handlers.messages(new Messages(settings), new MessageWrites(clock), mime);
        handlers.sending(outgoing, clock);
        handlers.messages.extensions(new ExtensionReads<>(PATH), new ExtensionWrites<>(PATH));
        handlers.attachments(file);
        handlers.folders(new FolderReads(settings), new FolderWrites(settings), new FolderDelta(settings));
        edge.bind("POST", "/$batch", new Batch(edge)::handle);
    }

    private void messages(Messages reads, MessageWrites writes, MimeReply mime) {
        messages.read("", reads::list);
        messages.write("POST", "", writes::create);
        messages.read("/$count", reads::count);
        var delta = new DeltaFunction<MailReader>(DeltaKind.MESSAGES, new MessageDelta(), DeltaKind.CHANGE_TYPE);
        messages.read("/delta", delta::handle);
        messages.read("/{id}", reads::get);
        messages.write("PATCH", "/{id}", writes::update);
        messages.write("DELETE", "/{id}", writes::delete);
        messages.write("POST", "/{id}/permanentDelete", writes::permanentDelete);
        messages.write("POST", "/{id}/move", writes::move);
        messages.write("POST", "/{id}/copy", writes::copy);
        messages.read("/{id}/$value", mime::get);
        messages.write("PUT", "/{id}/$value", mime::put);
        messages.write("DELETE", "/{id}/$value", mime::delete);
    }

    private void sending(Outgoing outgoing, InstantSource clock) {
        SendMail sending = new SendMail(outgoing, clock);
        edge.bind("POST", "/users/{id}/sendMail", MESSAGE, MAIL_SEND, sending::send);
        send("/{id}/send", sending::sendDraft);
        MessageReplies replies = new MessageReplies(outgoing, clock);
        Map<String, ReplyKind> kinds =
                Map.of("reply", ReplyKind.REPLY, "replyAll", ReplyKind.REPLY_ALL, "forward", ReplyKind.FORWARD);
        kinds.forEach((action, kind) -> {
            send("/{id}/" + action, (mailbox, request) -> replies.send(kind, action, mailbox, request));
            String create = "create" + Character.toUpperCase(action.charAt(0)) + action.substring(1);
            messages.write(
                    "POST", "/{id}/" + create, (mailbox, request) -> replies.create(kind, create, mailbox, request));
        });
    }

    private void attachments(MimeFile file) {
        var reads = new AttachmentReads<>(PATH, file::write);
        var writes = new AttachmentWrites<MailWriter>(PATH, reads, MessageInput.ATTACHMENTS);
        messages.read("/{id}/attachments", reads::list);
        messages.write("POST", "/{id}/attachments", writes::add);
        messages.read("/{id}/attachments/$count", reads::count);
        messages.write("POST", "/{id}/attachments/createUploadSession", new UploadSessions<MailWriter>(PATH)::create);
        messages.read("/{id}/attachments/{id}", reads::get);
        messages.write("DELETE", "/{id}/attachments/{id}", writes::remove);
        messages.read("/{id}/attachments/{id}/$value", reads::value);
    }

    private void folders(FolderReads folders, FolderWrites writes, FolderDelta changes) {
        var delta = new DeltaFunction<MailReader>(DeltaKind.MAIL_FOLDERS, changes);
        for (String all : List.of(FOLDERS, CHILDREN)) {
            edge.bind("GET", all, FOLDER, MAIL_READ, folders::list);
            edge.bind("POST", all, FOLDER, MAIL_WRITE, writes::create);
            edge.bind("GET", all + "/$count", FOLDER, MAIL_READ, folders::count);
            edge.bind("GET", all + "/delta", FOLDER, MAIL_READ, delta::handle);
            edge.bind("GET", all + "/{id}", FOLDER, MAIL_READ, folders::get);
            edge.bind("PATCH", all + "/{id}", FOLDER, MAIL_WRITE, writes::update);
            edge.bind("DELETE", all + "/{id}", FOLDER, MAIL_WRITE, writes::delete);
            edge.bind("POST", all + "/{id}/move", FOLDER, MAIL_WRITE, writes::move);
            edge.bind("POST", all + "/{id}/copy", FOLDER, MAIL_WRITE, writes::copy);
            edge.bind("POST", all + "/{id}/permanentDelete", FOLDER, MAIL_WRITE, writes::permanentDelete);
        }
    }

    private void send(String rest, OperationHandler<? super MailSender> handler) {
        messages.bind("POST", rest, MAIL_SEND, handler);
    }
}
