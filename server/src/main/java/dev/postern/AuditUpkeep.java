package dev.postern;

import dev.postern.audit.Anchoring;
import dev.postern.audit.AuditKeeper;
import java.nio.file.Path;
import java.time.Duration;

/** What a server does for its audit: anchors outside the database, daily verification, retention. */
final class AuditUpkeep implements AutoCloseable {
    private final CloseStack closing = new CloseStack();
    private final Anchoring anchoring;
    private final AuditKeeper keeper;

    /** @param folder where the anchors are */
    AuditUpkeep(Core core, Path folder, Duration retention) {
        anchoring = new Anchoring(core.database(), core.audit(), folder, retention, core.clock());
        closing.add(anchoring::all);
        closing.add(core.audit()::flush);
        keeper = closing.add(new AuditKeeper(core.database(), core.audit(), folder, retention, core.clock()));
    }

    void start() {
        keeper.start();
    }

    Anchoring anchoring() {
        return anchoring;
    }

    AuditKeeper keeper() {
        return keeper;
    }

    /** Anchors what was written until now. What still changes something closes before this. */
    @Override
    public void close() {
        closing.close();
    }
}
