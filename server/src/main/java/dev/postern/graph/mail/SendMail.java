package dev.postern.graph.mail;

import dev.postern.gate.MailSender;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.mailbox.Fields;
import java.time.InstantSource;
import tools.jackson.databind.node.ObjectNode;

/** Sends messages: {@code sendMail} for a message in the request, and {@code send} for a draft. */
final class SendMail {
    private final Outgoing outgoing;
    private final InstantSource clock;

    SendMail(Outgoing outgoing, InstantSource clock) {
        this.outgoing = outgoing;
        this.clock = clock;
    }

    Response send(MailSender mailbox, GraphRequest request) {
        checkOptions(request);
        if (request.isContentType("text/plain")) {
            try (MimeInput mime = MimeInput.ofBase64(request, clock.instant(), mailbox.temporary())) {
                outgoing.submit(mailbox, mime);
            }
        } else {
            ObjectNode parameters =
                    request.parameters("sendMail", request.model().types().type("user"), false);
            // the parameter cannot be null, because the reader refuses that
            ObjectNode given = (ObjectNode) parameters.get("Message");
            MessageInput.requireNoMeeting(given);
            MessageInput message = MessageInput.read(given);
            outgoing.submit(mailbox, message, parameters.path("SaveToSentItems").booleanValue(true));
        }
        return GraphAnswer.accepted();
    }

    /** An unknown query option is refused as in a read. */
    private static void checkOptions(GraphRequest request) {
        request.query(QueryTarget.one(MessageView.type(request), Family.OUTLOOK));
    }

    Response sendDraft(MailSender mailbox, GraphRequest request) {
        checkOptions(request);
        outgoing.submit(mailbox, MailPath.message(mailbox, request, Fields.DEFAULT));
        return GraphAnswer.accepted();
    }
}
