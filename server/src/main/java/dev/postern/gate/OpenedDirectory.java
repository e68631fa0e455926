package dev.postern.gate;

import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.Directory;

/**
 * What a capability on the directory is made of.
 *
 * @param entry of the decision
 */
record OpenedDirectory(Directory directory, Caller caller, Operation operation, Audit audit, AuditEntry entry) {}
