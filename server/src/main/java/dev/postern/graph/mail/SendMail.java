package dev.postern.graph.mail;

import dev.postern.gate.OpenMailbox;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.http.Response;
import tools.jackson.databind.node.ObjectNode;

/** {@code sendMail}: a message that is in no mailbox yet. */
final class SendMail {
    private final MailSettings settings;

    SendMail(MailSettings settings) {
        this.settings = settings;
    }

    Response send(OpenMailbox mailbox, GraphRequest request) {
        if (request.isContentType("text/plain")) {
            submit(mailbox, MimeInput.read(request), true);
        } else {
            ObjectNode parameters =
                    request.parameters("sendMail", request.model().types().type("user"), false);
            // the parameter cannot be null: the reader has refused that
            MessageInput message = MessageInput.read((ObjectNode) parameters.get("Message"));
            submit(mailbox, message, parameters.path("SaveToSentItems").booleanValue(true));
        }
        return GraphAnswer.accepted();
    }

    private void submit(OpenMailbox mailbox, MessageInput input, boolean save) {
        ObjectNode message = input.message();
        Recipients.check(message, settings.mostRecipients());
        Author.check(mailbox, message);
        Author.sign(mailbox, message);
        Recipients.name(message, mailbox.directory());
        mailbox.submit(message, input.attachments(), save);
    }
}
