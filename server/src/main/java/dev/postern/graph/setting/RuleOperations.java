package dev.postern.graph.setting;

import dev.postern.gate.SettingsReader;
import dev.postern.gate.SettingsWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.FolderKeys;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.item.Minimal;
import dev.postern.graph.item.ShownList;
import dev.postern.http.Response;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.rule.MessageRules;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Reads and changes {@code messageRules}. Only the Inbox has rules; the list of another folder is empty. */
final class RuleOperations {
    private static final String FOLDERS = "mailFolders";
    private static final String INBOX = WellKnownFolder.INBOX.wireName();

    private RuleOperations() {}

    static Response list(SettingsReader mailbox, GraphRequest request) {
        ShownList shown = ShownList.list(request, RuleInput.TYPE, collection(mailbox, request));
        List<ObjectNode> all = all(mailbox, request);
        // the whole list, unless the caller asks for a part
        return shown.query().paging().top().isPresent()
                        || shown.query().paging().skip().isPresent()
                ? shown.page(all)
                : shown.whole(all);
    }

    static Response count(SettingsReader mailbox, GraphRequest request) {
        ShownList shown = ShownList.count(request, RuleInput.TYPE);
        return shown.number(all(mailbox, request));
    }

    private static List<ObjectNode> all(SettingsReader mailbox, GraphRequest request) {
        return isInbox(mailbox, request)
                ? mailbox.rules().stream()
                        .map(rule -> RuleView.of(mailbox.id(), rule))
                        .toList()
                : List.of();
    }

    static Response get(SettingsReader mailbox, GraphRequest request) {
        ShownList shown = one(mailbox, request);
        return single(shown, mailbox, mailbox.rule(id(mailbox, request)), 200);
    }

    static Response create(SettingsWriter mailbox, GraphRequest request) {
        ShownList shown = one(mailbox, request);
        if (!isInbox(mailbox, request)) {
            throw new GraphFailure(400, "ErrorInvalidFolderId", "Only the Inbox has rules.");
        }
        MessageRules.Shown made =
                mailbox.createRule(RuleInput.read(mailbox.id(), request).created());
        Response response = single(shown, mailbox, made, 201);
        String id = RuleView.of(mailbox.id(), made).path("id").stringValue("");
        return Minimal.of(
                request,
                response.with(
                        "Location",
                        request.serviceRoot() + "/" + collection(mailbox, request) + "(" + ItemAddress.quoted(id)
                                + ")"));
    }

    static Response update(SettingsWriter mailbox, GraphRequest request) {
        ShownList shown = one(mailbox, request);
        long id = id(mailbox, request);
        RuleInput input = RuleInput.read(mailbox.id(), request);
        return Minimal.of(request, single(shown, mailbox, mailbox.changeRule(id, input::changed), 200));
    }

    static Response delete(SettingsWriter mailbox, GraphRequest request) {
        mailbox.deleteRule(id(mailbox, request));
        return GraphAnswer.noContent();
    }

    private static long id(SettingsReader mailbox, GraphRequest request) {
        if (!isInbox(mailbox, request)) {
            throw new MailboxFailure.RuleRefused(MailboxFailure.RuleRefused.RuleFault.NOT_FOUND);
        }
        return RuleView.id(request.key("messageRules"));
    }

    /** @throws MailboxFailure.FolderNotFound if the folder of the path does not exist */
    private static boolean isInbox(SettingsReader mailbox, GraphRequest request) {
        FolderId folder = WireIds.folder(mailbox.id(), folderKey(request));
        if (folder.equals(WellKnownFolder.INBOX.id())) {
            return true;
        }
        mailbox.requireFolder(folder);
        return false;
    }

    private static String folderKey(GraphRequest request) {
        if (request.has(INBOX)) {
            return INBOX;
        }
        String key = FolderKeys.ofItems(request, FOLDERS);
        return key == null ? INBOX : key;
    }

    private static ShownList one(SettingsReader mailbox, GraphRequest request) {
        return ShownList.one(request, RuleInput.TYPE, collection(mailbox, request));
    }

    private static Response single(ShownList shown, SettingsReader mailbox, MessageRules.Shown rule, int status) {
        return shown.single(status, RuleView.of(mailbox.id(), rule));
    }

    private static String collection(SettingsReader mailbox, GraphRequest request) {
        return "users('" + mailbox.ownerId() + "')/" + FOLDERS + "(" + ItemAddress.quoted(folderKey(request))
                + ")/messageRules";
    }
}
