package dev.postern.gate;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.audit.PendingEntry;
import dev.postern.delivery.DeferredMessage;
import dev.postern.delivery.Submissions;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Tenant;
import dev.postern.directory.User;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.Upload;
import dev.postern.query.Folding;
import dev.postern.store.Database;
import dev.postern.subscription.Subscription;
import dev.postern.subscription.Subscriptions;
import dev.postern.token.Resource;
import dev.postern.token.TokenRefused;
import dev.postern.token.TokenVerifier;
import dev.postern.token.VerifiedToken;
import dev.postern.trace.TraceSearch;
import dev.postern.trace.TracedMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/**
 * Authorizes requests. Every edge calls it first: {@link #caller} verifies the token, then one of the {@code open} methods decides and
 * returns a capability. Each decision is audited: a refusal before the exception is thrown, an allowed change together with the change, an
 * allowed read and a failed change soon after. Thread-safe.
 */
public final class Gate {
    private static final String BEARER = "bearer ";

    private final Directory directory;
    private final TokenVerifier tokens;
    private final Audit audit;
    private final Database database;
    private final Function<Database, Mailboxes> mailboxesOver;
    private final Submissions.Factory submissionsOver;
    private final Mailboxes mailboxes;
    private final Subscriptions subscriptions;
    private final InstantSource clock;
    private final PolicyPropagation propagation;
    private final StoredCallers storedCallers;
    private final Admissions admissions;

    /**
     * @param mailboxesOver returns the mailboxes on a database that adds the audit row of one request
     * @param submissionsOver returns what accepts mail, on the same database and mailboxes
     * @param propagation when changed policies are in force for Graph
     */
    public Gate(
            Directory directory,
            TokenVerifier tokens,
            Audit audit,
            Database database,
            Function<Database, Mailboxes> mailboxesOver,
            Submissions.Factory submissionsOver,
            Subscriptions subscriptions,
            PolicyPropagation propagation,
            InstantSource clock) {
        this.directory = directory;
        this.tokens = tokens;
        this.audit = audit;
        this.database = database;
        this.mailboxesOver = mailboxesOver;
        this.submissionsOver = submissionsOver;
        this.mailboxes = mailboxesOver.apply(database);
        this.subscriptions = subscriptions;
        this.clock = clock;
        this.propagation = propagation;
        this.admissions = new Admissions(audit, clock);
        this.storedCallers = new StoredCallers(directory, propagation, audit, database, mailboxesOver, clock);
    }

    /**
     * Verifies the bearer token.
     *
     * @throws Refusal if it is missing or invalid, or if the directory is not current
     */
    public Caller caller(RequestContext context, Resource resource) {
        String header = context.authorization();
        if (header == null || !Folding.lower(header).startsWith(BEARER)) {
            throw new Refusal.NoToken();
        }
        String text = header.substring(BEARER.length()).strip();
        if (text.isEmpty()) {
            throw new Refusal.NoToken();
        }
        try {
            VerifiedToken token = tokens.verify(text, resource);
            DirectorySnapshot current = directory.snapshot(token.tenant());
            return new Caller(token, resource == Resource.GRAPH ? propagation.seen(current) : current, context);
        } catch (TokenRefused e) {
            throw new Refusal.BadToken(e.reason());
        } catch (DirectoryFailure.NotFound e) {
            throw new Refusal.BadToken(TokenRefused.Reason.WRONG_ISSUER);
        } catch (DirectoryFailure.NotCurrent e) {
            throw new Refusal.NotCurrent(String.valueOf(e.getMessage()));
        }
    }

    /** As {@link #caller(RequestContext, Resource)}, for a path that names a tenant by GUID or domain. */
    public Caller caller(RequestContext context, Resource resource, String guidOrDomain) {
        Caller caller = caller(context, resource);
        Tenant named = directory.tenant(guidOrDomain);
        if (named == null || !named.id().equals(caller.token().tenant())) {
            throw new Refusal.OtherTenant();
        }
        return caller;
    }

    /**
     * Opens the directory of the caller's tenant for one operation. The caller closes it.
     *
     * @param target the target of the operation, for the audit
     * @throws Refusal.PermissionMissing if the caller does not have one of the operation's permissions, both in the token and in the
     *     directory
     * @throws IllegalArgumentException when the opening is not the one for the operation
     */
    public <C extends DirectoryReader> C openDirectory(
            Caller caller, Resource resource, Operation operation, String target, DirectoryOpening<C> opening) {
        if (!opening.opens(operation)) {
            throw wrong(opening, operation);
        }
        AuditEntry entry = admissions.admit(caller, resource, operation, target);
        return opening.make(new OpenedDirectory(directory, caller, operation, audit, entry));
    }

    /**
     * Opens what administrators set up in the mailboxes of the caller's tenant, for an operation that reads. The caller closes it.
     *
     * @param target the target of the operation, for the audit
     * @throws Refusal.PermissionMissing as {@link #openDirectory}
     * @throws IllegalArgumentException when the operation is of another area or form
     */
    public AdministrationReader openAdministration(
            Caller caller, Resource resource, Operation operation, String target) {
        return new AdministrationReader(administration(caller, resource, operation, target, Form.READ));
    }

    /** As {@link #openAdministration}, for an operation that changes something. */
    public AdministrationWriter changeAdministration(
            Caller caller, Resource resource, Operation operation, String target) {
        return new AdministrationWriter(administration(caller, resource, operation, target, Form.WRITE));
    }

    private OpenedAdministration administration(
            Caller caller, Resource resource, Operation operation, String target, Form form) {
        if (operation.area() != Area.ADMINISTRATION || operation.form() != form) {
            throw wrong(Area.ADMINISTRATION + " " + form, operation);
        }
        AuditEntry entry = admissions.admit(caller, resource, operation, target);
        return new OpenedAdministration(caller, audit, database, mailboxesOver, entry);
    }

    /**
     * Decides about an operation without a capability: it has no handler, or it accesses something that the gate does not protect.
     *
     * @throws Refusal.PermissionMissing as {@link #openDirectory}
     */
    public void admit(Caller caller, Resource resource, Operation operation, String target) {
        audit.later(admissions.admit(caller, resource, operation, target));
    }

    /**
     * As {@link #admit}, for an operation that may change something. The change is made with {@link PendingEntry#write}, so it is committed
     * together with its audit row. The caller closes the entry at the end of the request.
     *
     * @throws Refusal.PermissionMissing as {@link #openDirectory}
     */
    public PendingEntry admitChange(Caller caller, Resource resource, Operation operation, String target) {
        return new PendingEntry(audit, admissions.admit(caller, resource, operation, target));
    }

    /** Returns whether {@link #admit} would allow an operation. Nothing is written to the audit. */
    public boolean allows(Caller caller, Resource resource, Operation operation) {
        return admissions.allows(caller, resource, operation);
    }

    /**
     * Opens a mailbox of the caller's tenant for one operation. The caller closes it.
     *
     * @param user the owner's object id, userPrincipalName or any address
     * @throws Refusal if the permission is missing, a policy denies access, or there is no such mailbox and the caller may know that
     * @throws IllegalArgumentException when the opening is not the one for the operation
     */
    public <C extends MailboxAccess> C openMailbox(
            Caller caller, Operation operation, String user, MailboxOpening<C> opening) {
        if (!opening.opens(operation)) {
            throw wrong(opening, operation);
        }
        return opening.make(opened(caller, operation, user));
    }

    /** Opens the mailbox of a capability for another operation of the same caller. The caller closes both. */
    public <C extends MailboxAccess> C openRelated(
            MailboxAccess access, Operation operation, MailboxOpening<C> opening) {
        return openMailbox(
                access.opened.caller(), operation, access.owner().id().toString(), opening);
    }

    /** As {@link #openMailbox}, for an operation that has no handler. */
    public void admitToMailbox(Caller caller, Operation operation, String user) {
        opened(caller, operation, user).close();
    }

    private OpenedMailbox opened(Caller caller, Operation operation, String user) {
        admissions.requireChanging(caller, operation, user);
        Requester requester = Requester.of(caller.token());
        DirectorySnapshot now = caller.directory();
        MailboxDecision decision = MailboxDecision.of(now, requester, operation, MailboxOwners.find(now, user));
        AuditEntry entry = decision.entry(caller.context().requestId(), user, clock.instant());
        Refusal refusal = decision.refusal(user);
        if (refusal != null) {
            audit.append(entry);
            throw refusal;
        }
        User owner = Objects.requireNonNull(decision.owner());
        MailboxId mailbox = Objects.requireNonNull(decision.mailbox());
        mailboxes.ensure(mailbox, requester.tenant(), owner.id());
        PendingEntry pending = new PendingEntry(audit, entry);
        AuditedDatabase audited = new AuditedDatabase(database, pending);
        Mailboxes through = mailboxesOver.apply(audited);
        Submitter submitter = new Submitter(
                owner,
                mailbox,
                requester.tenant(),
                () -> submissionsOver.over(audited, through, pending),
                origin(caller.context(), requester.app()),
                clock,
                new Authorship(now, owner, pending),
                null);
        return new OpenedMailbox(
                caller,
                operation,
                owner,
                through.open(mailbox),
                through,
                through.temporary(),
                decision.content(),
                audited,
                submitter,
                audit,
                entry);
    }

    private static IllegalArgumentException wrong(Object opening, Operation operation) {
        return new IllegalArgumentException(operation.name() + " is an operation of " + operation.area() + " "
                + operation.form() + ", not of " + opening);
    }

    /**
     * Opens an upload by its ticket, which replaces the token. Its {@link StoredCaller} is decided again, so a changed grant or policy
     * takes effect immediately.
     *
     * @throws dev.postern.mailbox.MailboxFailure.UploadNotFound if the ticket is not valid
     * @throws Refusal if the caller that began the upload is no longer authorized
     */
    public OpenUpload openUpload(RequestContext context, UploadTicket ticket) {
        Upload upload = mailboxes.open(ticket.mailbox()).uploads().find(ticket.upload(), ticket.secretHash());
        if (upload == null) {
            throw new MailboxFailure.UploadNotFound();
        }
        StoredCallers.Reopened reopened = storedCallers.reopen(
                StoredCaller.parse(upload.holder()),
                ticket.mailbox(),
                " (upload)",
                context.requestId(),
                MailboxFailure.UploadNotFound::new);
        return new OpenUpload(
                reopened.owner(),
                upload,
                reopened.database(),
                reopened.mailboxes().open(upload.mailbox()),
                audit,
                reopened.entry());
    }

    /**
     * Opens a deferred message to be sent. Its {@link StoredCaller} is decided again, so a grant or a policy that has changed since takes
     * effect.
     *
     * @throws Refusal if the caller that submitted it is no longer authorized, or the directory is not current
     */
    public OpenDeferred openDeferred(DeferredMessage message) {
        StoredCaller stored = StoredCaller.parse(message.holder());
        StoredCallers.Reopened reopened = storedCallers.reopen(
                stored, message.mailbox(), " (deferred)", message.requestId(), Refusal.NoMailbox::new);
        return new OpenDeferred(
                reopened.owner(),
                message,
                reopened.database(),
                reopened.mailboxes().open(message.mailbox()),
                submitter(reopened, message.mailbox(), stored.requester(), message.requestId()),
                audit);
    }

    /**
     * Opens the subscriptions of the caller for one operation. The caller closes it.
     *
     * @throws Refusal.PermissionMissing if the caller has none of the permissions that suffice for any subscription
     * @throws IllegalArgumentException when the opening is not the one for the operation
     */
    public <C extends SubscriptionReader> C openSubscriptions(
            Caller caller, Operation operation, String target, SubscriptionOpening<C> opening) {
        if (!opening.opens(operation)) {
            throw wrong(opening, operation);
        }
        AuditEntry entry = admissions.admit(caller, Resource.GRAPH, operation, target);
        return opening.make(
                new OpenedSubscriptions(this, caller, operation, subscriptions, database, audit, entry, clock));
    }

    /**
     * Opens the mailbox that a subscription follows, to send a notification. Its {@link StoredCaller} is decided again, so a grant or a
     * policy that has changed since takes effect.
     *
     * @param opening the one for the kind of items that it follows
     * @throws Refusal if the application is no longer authorized, or the directory is not current
     * @throws IllegalArgumentException when the opening is not the one for what it follows
     */
    public <C extends MailboxAccess> C openNotified(
            Subscription subscription, UUID requestId, MailboxOpening<C> opening) {
        StoredCaller stored = StoredCaller.parse(subscription.holder());
        if (!opening.opens(stored.operation())) {
            throw wrong(opening, stored.operation());
        }
        StoredCallers.Reopened reopened = storedCallers.reopen(
                stored, subscription.mailbox(), " (notification)", requestId, Refusal.NoMailbox::new);
        Requester requester = stored.requester();
        VerifiedToken token = new VerifiedToken(
                requester.tenant(), requester.app(), requester.principal(), requester.roles(), Instant.MAX, "stored");
        Caller caller = new Caller(
                token, reopened.directory(), new RequestContext(null, requestId, requestId.toString(), "notification"));
        return opening.make(new OpenedMailbox(
                caller,
                stored.operation(),
                reopened.owner(),
                reopened.mailboxes().open(subscription.mailbox()),
                reopened.mailboxes(),
                reopened.mailboxes().temporary(),
                reopened.content(),
                reopened.database(),
                submitter(reopened, subscription.mailbox(), requester, requestId),
                audit,
                reopened.entry()));
    }

    private static TracedMessage.Origin origin(RequestContext context, AppId app) {
        return new TracedMessage.Origin(
                context.requestId(),
                context.sentClientRequestId().map(TraceSearch::clientRequestId).orElse(null),
                app.value());
    }

    private Submitter submitter(
            StoredCallers.Reopened reopened, MailboxId mailbox, Requester requester, UUID requestId) {
        return new Submitter(
                reopened.owner(),
                mailbox,
                requester.tenant(),
                () -> submissionsOver.over(reopened.database(), reopened.mailboxes(), reopened.pending()),
                new TracedMessage.Origin(requestId, null, requester.app().value()),
                clock,
                new Authorship(reopened.directory(), reopened.owner(), reopened.pending()),
                null);
    }

    /**
     * Returns whether {@link #openNotified} would open the mailbox. Nothing is written to the audit.
     *
     * @throws Refusal.NotCurrent if the directory is not current
     */
    public boolean mayBeNotified(Subscription subscription) {
        return storedCallers.allows(StoredCaller.parse(subscription.holder()), subscription.mailbox());
    }

    /**
     * Opens what auditors and administrators may read in the caller's tenant, for one operation of the area {@link Area#AUDIT}. This is the
     * only decision about an auditor; it gives no access to anything that changes.
     *
     * @throws Refusal.PermissionMissing as {@link #openDirectory}
     */
    public OpenAudit openAudit(Caller caller, Operation operation, String target) {
        if (operation.area() != Area.AUDIT || operation.writes()) {
            throw wrong("AUDIT READ", operation);
        }
        admit(caller, Resource.MANAGEMENT, operation, target);
        return new OpenAudit(audit, caller, new TraceSearch(database));
    }

    /** Opens what an application may learn about its own access with its token for Microsoft Graph. */
    public OpenOwnAccess openOwnAccess(Caller caller, Operation operation) {
        admit(caller, Resource.GRAPH, operation, "me");
        return new OpenOwnAccess(caller);
    }

    /**
     * Decides about an operation on the secrets of the built-in administrator, which only the administrator itself may perform:
     * such a secret makes its holder the administrator, so no role suffices.
     *
     * @throws Refusal.PermissionMissing if the caller is any other application
     */
    public AdministratorCaller openAdministrator(Caller caller, Operation operation, String target) {
        if (operation.area() != Area.ADMINISTRATOR) {
            throw wrong(Area.ADMINISTRATOR, operation);
        }
        admissions.requireAdministrator(caller, operation, target);
        admit(caller, Resource.MANAGEMENT, operation, target);
        return new AdministratorCaller(caller);
    }

    /**
     * Opens all mail of a mailbox for the built-in administrator, for an operation that reads. The caller closes it.
     *
     * @param user the owner's object id, userPrincipalName or any address
     * @throws Refusal.PermissionMissing if the caller is any other application
     * @throws Refusal if there is no such mailbox
     */
    public MovedMailReader openMoved(Caller caller, Operation operation, String user) {
        return new MovedMailReader(moved(caller, operation, user, Form.READ));
    }

    /** As {@link #openMoved}, for an operation that stores mail. */
    public MovedMailWriter changeMoved(Caller caller, Operation operation, String user) {
        return new MovedMailWriter(moved(caller, operation, user, Form.WRITE));
    }

    private OpenedMoving moved(Caller caller, Operation operation, String user, Form form) {
        if (operation.area() != Area.MOVING || operation.form() != form) {
            throw wrong(Area.MOVING + " " + form, operation);
        }
        admissions.requireAdministrator(caller, operation, user);
        AuditEntry entry = admissions.admit(caller, Resource.MANAGEMENT, operation, user);
        User owner = MailboxOwners.find(caller.directory(), user);
        if (owner == null || owner.mailbox() == null) {
            audit.append(entry);
            throw owner == null ? new Refusal.UnknownMailbox(user) : new Refusal.NoMailbox();
        }
        return new OpenedMoving(new OpenedAdministration(caller, audit, database, mailboxesOver, entry), owner);
    }
}
