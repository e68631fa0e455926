package dev.postern.console.message;

import dev.postern.console.page.PageRoutes;

/** The pages under {@code /console/mail}. */
public final class MessagePages {
    static final String PATH = "/console/mail";

    private static final String MAILBOX = PATH + "/{address}";
    private static final String MESSAGE = MAILBOX + "/{messageId}";

    private MessagePages() {}

    public static void addTo(PageRoutes routes) {
        routes.page(PATH, ReadableMailboxes::page);
        routes.page(MAILBOX, visit -> new MailListPage(visit).show());
        routes.refreshed(MAILBOX + "/list", visit -> new MailListPage(visit).refresh());
        routes.page(MESSAGE, visit -> new MessagePage(visit).show());
        routes.page(MESSAGE + "/body", BodyFrame::serve);
        routes.page(MESSAGE + "/source.eml", MessageFiles::source);
        routes.page(MESSAGE + "/attachments/{attachmentId}", MessageFiles::attachment);
        TracePages.addTo(routes);
        QueuePages.addTo(routes);
    }
}
