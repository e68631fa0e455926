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
import dev.postern.graph.item.MimeFile;
import dev.postern.graph.item.UploadSessions;
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

    private MailHandlers(GraphEdge edge) {
        this.edge = edge;
    }

    /** Called once, before the first request. */
    public static void bindAll(GraphEdge edge, MailSettings settings, InstantSource clock) {
        MailHandlers handlers = new MailHandlers(edge);
        Outgoing outgoing = new Outgoing(settings, clock);
        MimeFile file = new MimeFile(new SecureRandom());
        MimeReply mime = new MimeReply(clock, file);
        handlers.messages(new Messages(settings), new MessageWrites(clock), mime);
        handlers.sending(outgoing, clock);
        handlers.extensions();
        handlers.attachments(file);
        handlers.folders(new FolderReads(settings), new FolderWrites(settings));
        edge.bind("POST", "/$batch", new Batch(edge)::handle);
    }

    private void messages(Messages messages, MessageWrites writes, MimeReply mime) {
        read("", messages::list);
        write("POST", "", writes::create);
        read("/$count", messages::count);
        read("/{id}", messages::get);
        write("PATCH", "/{id}", writes::update);
        write("DELETE", "/{id}", writes::delete);
        write("POST", "/{id}/permanentDelete", writes::permanentDelete);
        write("POST", "/{id}/move", writes::move);
        write("POST", "/{id}/copy", writes::copy);
        read("/{id}/$value", mime::get);
        write("PUT", "/{id}/$value", mime::put);
        write("DELETE", "/{id}/$value", mime::delete);
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
            write("POST", "/{id}/" + create, (mailbox, request) -> replies.create(kind, create, mailbox, request));
        });
    }

    private void extensions() {
        var reads = new ExtensionReads<>(PATH);
        var writes = new ExtensionWrites<MailWriter>(PATH);
        read("/{id}/extensions", reads::list);
        write("POST", "/{id}/extensions", writes::create);
        read("/{id}/extensions/$count", reads::count);
        read("/{id}/extensions/{id}", reads::get);
        write("PATCH", "/{id}/extensions/{id}", writes::update);
        write("DELETE", "/{id}/extensions/{id}", writes::delete);
    }

    private void attachments(MimeFile file) {
        var reads = new AttachmentReads<>(PATH, file::write);
        var writes = new AttachmentWrites<MailWriter>(PATH, reads, MessageInput.ATTACHMENTS);
        read("/{id}/attachments", reads::list);
        write("POST", "/{id}/attachments", writes::add);
        read("/{id}/attachments/$count", reads::count);
        write("POST", "/{id}/attachments/createUploadSession", new UploadSessions<MailWriter>(PATH)::create);
        read("/{id}/attachments/{id}", reads::get);
        write("DELETE", "/{id}/attachments/{id}", writes::remove);
        read("/{id}/attachments/{id}/$value", reads::value);
    }

    private void folders(FolderReads folders, FolderWrites writes) {
        for (String all : List.of(FOLDERS, CHILDREN)) {
            edge.bind("GET", all, FOLDER, MAIL_READ, folders::list);
            edge.bind("POST", all, FOLDER, MAIL_WRITE, writes::create);
            edge.bind("GET", all + "/$count", FOLDER, MAIL_READ, folders::count);
            edge.bind("GET", all + "/{id}", FOLDER, MAIL_READ, folders::get);
            edge.bind("PATCH", all + "/{id}", FOLDER, MAIL_WRITE, writes::update);
            edge.bind("DELETE", all + "/{id}", FOLDER, MAIL_WRITE, writes::delete);
            edge.bind("POST", all + "/{id}/move", FOLDER, MAIL_WRITE, writes::move);
            edge.bind("POST", all + "/{id}/copy", FOLDER, MAIL_WRITE, writes::copy);
            edge.bind("POST", all + "/{id}/permanentDelete", FOLDER, MAIL_WRITE, writes::permanentDelete);
        }
    }

    /** Binds a handler to a GET on each path of messages; so do {@link #write} and {@link #send}. */
    private void read(String rest, OperationHandler<? super MailReader> handler) {
        MESSAGES.forEach(messages -> edge.bind("GET", messages + rest, MESSAGE, MAIL_READ, handler));
    }

    private void write(String method, String rest, OperationHandler<? super MailWriter> handler) {
        MESSAGES.forEach(messages -> edge.bind(method, messages + rest, MESSAGE, MAIL_WRITE, handler));
    }

    private void send(String rest, OperationHandler<? super MailSender> handler) {
        MESSAGES.forEach(messages -> edge.bind("POST", messages + rest, MESSAGE, MAIL_SEND, handler));
    }
}
