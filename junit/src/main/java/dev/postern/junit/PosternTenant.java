package dev.postern.junit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A tenant with a domain of its own. Nothing of another tenant can be seen or changed in it. Thread-safe. */
public final class PosternTenant {
    private final PosternServer server;
    private final AdministratorAccount account;
    private final AdministratorClient administrator;
    private final MailViewer viewer;

    PosternTenant(PosternServer server, AdministratorAccount account) {
        this.server = server;
        this.account = account;
        this.administrator = new AdministratorClient(account);
        this.viewer = new MailViewer(account, () -> app("Mail viewer of the test", "Mail.ReadWrite"));
    }

    public PosternServer server() {
        return server;
    }

    public String id() {
        return account.tenantId();
    }

    public String domain() {
        return account.domain();
    }

    /** Creates the mailbox of a user. */
    public PosternMailbox mailbox(String alias) {
        return mailbox(alias, false);
    }

    /** Creates a shared mailbox. */
    public PosternMailbox sharedMailbox(String alias) {
        return mailbox(alias, true);
    }

    private PosternMailbox mailbox(String alias, boolean shared) {
        JsonObject mailbox = new JsonObject();
        mailbox.addProperty("alias", alias);
        mailbox.addProperty("displayName", alias);
        mailbox.addProperty("shared", shared);
        JsonObject made = seedOne("mailboxes", mailbox);
        return new PosternMailbox(JsonMembers.text(made, "id"), JsonMembers.text(made, "address"));
    }

    /** Creates one object and returns what the server says about it. */
    private JsonObject seedOne(String kind, JsonObject object) {
        JsonArray all = new JsonArray();
        all.add(object);
        JsonObject seed = new JsonObject();
        seed.add(kind, all);
        return JsonMembers.objects(seed(seed.toString()), kind).get(0);
    }

    /**
     * Creates an application with these permissions for every mailbox of the tenant. {@link PosternApp#onlyTo} confines it.
     *
     * @param permissions app roles of Microsoft Graph such as {@code Mail.Send}
     */
    public PosternApp app(String name, String... permissions) {
        JsonArray granted = new JsonArray();
        List.of(permissions).forEach(granted::add);
        JsonObject app = new JsonObject();
        app.addProperty("name", name);
        app.add("permissions", granted);
        JsonObject made = seedOne("apps", app);
        return new PosternApp(
                server,
                account,
                administrator,
                name,
                JsonMembers.text(made, "appId"),
                JsonMembers.text(made, "objectId"),
                JsonMembers.text(made, "clientSecret"));
    }

    /**
     * Creates what a seed file describes: mailboxes, groups, applications, policies, mail, events.
     *
     * @param json the content of a seed file
     * @return what was created, with ids and secrets
     */
    public JsonObject seed(String json) {
        return administrator.send("POST", "/postern/dev/seed", json);
    }

    /** Runs a cmdlet as the administrator of the tenant, such as {@code Get-Mailbox}, and returns its rows. */
    public List<JsonObject> cmdlet(String name, Map<String, String> parameters) {
        return administrator.cmdlet(name, parameters);
    }

    /** Returns the messages in the Inbox, the newest first; at most 100. */
    public List<ReceivedMail> mail(PosternMailbox mailbox) {
        return viewer.inbox(mailbox);
    }

    /** Waits for at most five seconds until the Inbox contains a message, and returns it. */
    public ReceivedMail awaitMail(PosternMailbox mailbox) {
        return awaitMail(mailbox, mail -> true);
    }

    /** Waits for at most five seconds until the Inbox contains a message that is meant, and returns it. */
    public ReceivedMail awaitMail(PosternMailbox mailbox, Predicate<ReceivedMail> meant) {
        return awaitMail(mailbox, meant, Duration.ofSeconds(5));
    }

    /**
     * Waits until the Inbox contains a message that is meant, and returns it. One that is already there counts.
     *
     * @throws AssertionError if none has arrived in time; the message lists what is in the Inbox
     */
    public ReceivedMail awaitMail(PosternMailbox mailbox, Predicate<ReceivedMail> meant, Duration time) {
        return viewer.await(mailbox, meant, time);
    }

    /** Adds a fault for requests with a token of this tenant. */
    public FaultBuilder fault(String path) {
        return new FaultBuilder(administrator, path, id());
    }

    @Override
    public String toString() {
        return domain();
    }
}
