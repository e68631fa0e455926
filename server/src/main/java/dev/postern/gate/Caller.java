package dev.postern.gate;

import dev.postern.access.ObjectId;
import dev.postern.audit.Actor;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.Tenant;
import dev.postern.token.VerifiedToken;

/**
 * An application with a valid token, and the directory snapshot on which its whole request is decided. Only the gate creates one. It gives
 * no access yet.
 */
public final class Caller {
    private final VerifiedToken token;
    private final DirectorySnapshot directory;
    private final RequestContext context;

    Caller(VerifiedToken token, DirectorySnapshot directory, RequestContext context) {
        this.token = token;
        this.directory = directory;
        this.context = context;
    }

    public VerifiedToken token() {
        return token;
    }

    /** Returns the tenant's directory at the time when the token was verified. */
    DirectorySnapshot directory() {
        return directory;
    }

    /** The tenant that the token belongs to. */
    public Tenant tenant() {
        return directory.tenant();
    }

    public RequestContext context() {
        return context;
    }

    /** The caller, for the audit. */
    public Actor actor() {
        return Requester.of(token).actor(context.requestId());
    }

    /** Returns whether the tenant has a group with this object id. */
    public boolean hasGroup(ObjectId id) {
        return directory.find(id, Group.class) != null;
    }
}
