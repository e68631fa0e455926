package dev.postern.gate;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessQuestion;
import dev.postern.access.Decision;
import dev.postern.access.MailboxId;
import dev.postern.access.Stage;
import dev.postern.access.TenantId;
import dev.postern.access.Verdict;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.audit.PendingEntry;
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
import dev.postern.token.Resource;
import dev.postern.token.TokenRefused;
import dev.postern.token.TokenVerifier;
import dev.postern.token.VerifiedToken;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets in or refuses. Every edge passes here first: {@link #caller} checks the token, then one of the {@code open} methods decides
 * and hands out a capability. Each decision is in the audit: a refusal before this throws, an allowed change together with the
 * change, an allowed read soon after. Thread-safe.
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
    private final InstantSource clock;

    /**
     * @param mailboxesOver the mailboxes as seen through a database that carries one request's audit row
     * @param submissionsOver what accepts mail, over the same database and the mailboxes seen through it
     */
    public Gate(
            Directory directory,
            TokenVerifier tokens,
            Audit audit,
            Database database,
            Function<Database, Mailboxes> mailboxesOver,
            Submissions.Factory submissionsOver,
            InstantSource clock) {
        this.directory = directory;
        this.tokens = tokens;
        this.audit = audit;
        this.database = database;
        this.mailboxesOver = mailboxesOver;
        this.submissionsOver = submissionsOver;
        this.mailboxes = mailboxesOver.apply(database);
        this.clock = clock;
    }

    /**
     * Checks the bearer token.
     *
     * @throws Refusal when there is none, it is not good, or the directory is not current
     */
    public Caller caller(RequestContext knock, Resource resource) {
        String header = knock.authorization();
        if (header == null || !Folding.lower(header).startsWith(BEARER)) {
            throw new Refusal.NoToken();
        }
        String text = header.substring(BEARER.length()).strip();
        if (text.isEmpty()) {
            throw new Refusal.NoToken();
        }
        try {
            VerifiedToken token = tokens.verify(text, resource);
            return new Caller(token, directory.snapshot(token.tenant()), knock);
        } catch (TokenRefused e) {
            throw new Refusal.BadToken(e.reason());
        } catch (DirectoryFailure.NotFound e) {
            throw new Refusal.BadToken(TokenRefused.Reason.WRONG_ISSUER);
        } catch (DirectoryFailure.NotCurrent e) {
            throw new Refusal.NotCurrent(String.valueOf(e.getMessage()));
        }
    }

    /** As {@link #caller(RequestContext, Resource)}, for a path that names a tenant by GUID or domain. */
    public Caller caller(RequestContext knock, Resource resource, String guidOrDomain) {
        Caller caller = caller(knock, resource);
        Tenant named = directory.tenant(guidOrDomain);
        if (named == null || !named.id().equals(caller.token().tenant())) {
            throw new Refusal.OtherTenant();
        }
        return caller;
    }

    /**
     * Opens the directory of the caller's tenant for one operation.
     *
     * @throws Refusal.PermissionMissing when the caller does not hold one of the operation's permissions, in the token and in the
     *     directory
     */
    public OpenDirectory openDirectory(Caller caller, Resource resource, Operation operation, String target) {
        String held = Permissions.held(caller, resource, operation);
        if (held == null) {
            audit.append(entry(caller, operation, target, "denied", null));
            throw new Refusal.PermissionMissing(operation.name(), null);
        }
        if (!operation.writes()) {
            audit.later(entry(caller, operation, target, "granted", held));
        }
        return new OpenDirectory(directory, caller, operation);
    }

    /**
     * Opens a mailbox of the caller's tenant for one operation. The caller closes it.
     *
     * @param user the owner's object id, userPrincipalName or any address
     * @throws Refusal when the permission is missing, a policy denies it, or there is no such mailbox and the caller may know that
     */
    public OpenMailbox openMailbox(Caller caller, Operation operation, String user) {
        DirectorySnapshot now = caller.directory();
        User owner = MailboxOwners.find(now, user);
        Decision decision = MailboxOwners.decide(now, caller.token(), operation, owner);
        MailboxId mailbox = owner == null ? null : owner.mailbox();
        AuditEntry entry = MailboxOwners.entry(caller, operation, user, mailbox, decision, clock.instant());
        if (decision.verdict() == Verdict.DENIED) {
            audit.append(entry);
            throw decision.rule().stage() == Stage.PERMISSION
                    ? new Refusal.PermissionMissing(operation.name(), decision)
                    : new Refusal.PolicyDenied(decision);
        }
        if (owner == null) {
            audit.append(entry);
            throw new Refusal.UnknownMailbox(user);
        }
        if (mailbox == null) {
            audit.append(entry);
            throw new Refusal.NoMailbox();
        }
        mailboxes.ensure(mailbox, caller.token().tenant(), owner.id());
        PendingEntry pending = new PendingEntry(audit, entry);
        AuditedDatabase audited = new AuditedDatabase(database, pending);
        Operation whole = operation.withContent();
        boolean content = whole.equals(operation)
                || MailboxOwners.decide(now, caller.token(), whole, owner).verdict() == Verdict.GRANTED;
        Mailboxes through = mailboxesOver.apply(audited);
        Submitter postbox = new Submitter(
                owner, mailbox, caller.token().tenant(), () -> submissionsOver.over(audited, through, pending), clock);
        return new OpenMailbox(
                caller,
                operation,
                owner,
                content,
                audited,
                through.open(mailbox),
                through.temporary(),
                postbox,
                audit,
                entry);
    }

    /**
     * Opens an upload for whoever shows its ticket, which takes the place of a token. What let its holder begin it has to let it in
     * still: a grant or a policy that changed since counts at once.
     *
     * @throws dev.postern.mailbox.MailboxFailure.UploadNotFound when the ticket is not good
     * @throws Refusal when the one who began it would not be let in now
     */
    public OpenUpload openUpload(RequestContext knock, String ticket) {
        UploadTicket read = UploadTicket.read(ticket);
        Upload upload = mailboxes.open(read.mailbox()).uploads().find(read.upload(), read.secretHash());
        if (upload == null) {
            throw new MailboxFailure.UploadNotFound();
        }
        UploadHolder holder = UploadHolder.parse(upload.holder());
        DirectorySnapshot now;
        try {
            now = directory.snapshot(holder.tenant());
        } catch (DirectoryFailure.NotCurrent e) {
            throw new Refusal.NotCurrent(String.valueOf(e.getMessage()));
        }
        User owner = now.find(holder.owner(), User.class);
        if (owner == null || !read.mailbox().equals(owner.mailbox())) {
            throw new MailboxFailure.UploadNotFound();
        }
        Decision decision = AccessEngine.decide(
                now.access(),
                new AccessQuestion(
                        holder.app(), holder.principal(), holder.permissions(), holder.permissions(), owner.id()));
        AuditEntry entry = holder.entry(knock, read.mailbox(), decision, clock.instant());
        if (decision.verdict() == Verdict.DENIED) {
            audit.append(entry);
            throw decision.rule().stage() == Stage.PERMISSION
                    ? new Refusal.PermissionMissing(holder.operation(), decision)
                    : new Refusal.PolicyDenied(decision);
        }
        AuditedDatabase audited = new AuditedDatabase(database, new PendingEntry(audit, entry));
        return new OpenUpload(
                owner, upload, audited, mailboxesOver.apply(audited).open(upload.mailbox()), audit, entry);
    }

    /**
     * Opens the audit of the caller's tenant.
     *
     * @throws Refusal.PermissionMissing as {@link #openDirectory}
     */
    public OpenAudit openAudit(Caller caller, Operation operation, String target) {
        openDirectory(caller, Resource.MANAGEMENT, operation, target);
        return new OpenAudit(audit, caller.token().tenant());
    }

    private AuditEntry entry(
            Caller caller, Operation operation, String target, String verdict, @Nullable String permission) {
        TenantId tenant = caller.token().tenant();
        String explanation = permission == null
                ? "No permission that suffices is held"
                : "The permission " + permission + " is held";
        return new AuditEntry(
                tenant,
                null,
                clock.instant(),
                caller.actor(),
                operation.name(),
                target,
                verdict,
                permission == null ? "PERMISSION_MISSING" : "PERMISSION_HELD",
                null,
                explanation);
    }
}
