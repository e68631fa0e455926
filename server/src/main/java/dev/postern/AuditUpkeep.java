package dev.postern;

import dev.postern.audit.Anchoring;
import dev.postern.audit.AuditKeeper;
import java.nio.file.Path;
import java.time.Duration;

/** Maintains the audit: anchors outside the database, daily verification, retention. */
final class AuditUpkeep implements AutoCloseable {
    private final CloseStack closing = new CloseStack();
    private final Anchoring anchoring;
    private final AuditKeeper keeper;

    /** @param folder the folder of the anchors */
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

    /** Anchors everything written until now. Everything that writes to the audit is closed before this. */
    @Override
    public void close() {
        closing.close();
    }
}
