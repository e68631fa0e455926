package dev.postern.console.message;

import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import tools.jackson.databind.JsonNode;

/** Files that a person saves: the source of a message, and attachments. They are never shown by the browser. */
final class MessageFiles {
    private MessageFiles() {}

    static Response source(Visit visit) {
        String address = visit.segment(2);
        try {
            return Contents.download(
                    new MailCalls(visit, address).source(visit.segment(3)), "message/rfc822", "message.eml");
        } catch (EdgeRefusal e) {
            return UnreadableMailbox.page(visit, address, e);
        }
    }

    static Response attachment(Visit visit) {
        String address = visit.segment(2);
        var mail = new MailCalls(visit, address);
        try {
            JsonNode attachment = mail.attachment(visit.segment(3), visit.segment(5));
            String name = attachment.path("name").asString("");
            boolean item = attachment.path("@odata.type").asString("").endsWith("itemAttachment");
            return Contents.download(
                    mail.attachmentContent(visit.segment(3), visit.segment(5)),
                    "application/octet-stream",
                    item ? SafeFileName.of(name) + ".eml" : name);
        } catch (EdgeRefusal e) {
            return UnreadableMailbox.page(visit, address, e);
        }
    }
}
