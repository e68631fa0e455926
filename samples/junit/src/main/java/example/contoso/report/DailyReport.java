package example.contoso.report;

import com.microsoft.graph.models.BodyType;
import com.microsoft.graph.models.EmailAddress;
import com.microsoft.graph.models.ItemBody;
import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.Recipient;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.sendmail.SendMailPostRequestBody;
import java.util.List;

/** Sends a report from one mailbox. It does not know whether it talks to the cloud or to Postern. */
public final class DailyReport {
    private final GraphServiceClient graph;
    private final String sender;

    public DailyReport(GraphServiceClient graph, String sender) {
        this.graph = graph;
        this.sender = sender;
    }

    public void sendTo(String recipient, int orders) {
        ItemBody body = new ItemBody();
        body.setContentType(BodyType.Html);
        body.setContent("<p>Orders today: <b>" + orders + "</b></p>");
        EmailAddress address = new EmailAddress();
        address.setAddress(recipient);
        Recipient to = new Recipient();
        to.setEmailAddress(address);
        Message message = new Message();
        message.setSubject("Orders");
        message.setBody(body);
        message.setToRecipients(List.of(to));
        SendMailPostRequestBody request = new SendMailPostRequestBody();
        request.setMessage(message);
        graph.users().byUserId(sender).sendMail().post(request);
    }
}
