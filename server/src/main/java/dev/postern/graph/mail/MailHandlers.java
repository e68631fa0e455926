package dev.postern.graph.mail;

import dev.postern.graph.GraphEdge;
import dev.postern.graph.MailboxHandler;
import java.util.List;

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
    public static void bindAll(GraphEdge edge, MailSettings settings) {
        MailHandlers handlers = new MailHandlers(edge);
        handlers.messages(settings);
        handlers.folders();
    }

    private void messages(MailSettings settings) {
        Messages messages = new Messages(settings);
        onMessages("GET", "", messages::list);
        onMessages("GET", "/$count", messages::count);
        onMessages("GET", "/{id}", messages::get);
        onMessages("DELETE", "/{id}", messages::delete);
        edge.bindMailbox("POST", "/users/{id}/sendMail", new SendMail(settings)::send);
    }

    private void folders() {
        edge.bindMailbox("GET", FOLDERS, Folders::list);
        edge.bindMailbox("GET", FOLDERS + "/$count", Folders::count);
        edge.bindMailbox("GET", CHILDREN, Folders::list);
        edge.bindMailbox("GET", CHILDREN + "/$count", Folders::count);
        onFolder("GET", "", Folders::get);
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
