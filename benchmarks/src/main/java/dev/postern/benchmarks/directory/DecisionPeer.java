package dev.postern.benchmarks.directory;

import dev.postern.access.ObjectId;

/** An engine that decides about the sample, which it has loaded. */
interface DecisionPeer {
    boolean isAllowed(SampleApp app, ObjectId mailbox);
}
