package dev.postern.gate;

import dev.postern.audit.Actor;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.token.VerifiedToken;

/**
 * Somebody with a good token, and the state of the directory in which the whole request is decided. Only the gate makes one. It is
 * not yet a permission to do anything.
 */
public final class Caller {
    private final VerifiedToken token;
    private final DirectorySnapshot directory;
    private final RequestContext knock;

    Caller(VerifiedToken token, DirectorySnapshot directory, RequestContext knock) {
        this.token = token;
        this.directory = directory;
        this.knock = knock;
    }

    public VerifiedToken token() {
        return token;
    }

    /** The tenant's directory as it was when the caller was let in. */
    DirectorySnapshot directory() {
        return directory;
    }

    public RequestContext knock() {
        return knock;
    }

    /** Who the caller is, for the audit. */
    public Actor actor() {
        return new Actor(token.app(), token.principal(), knock.requestId());
    }
}
