package dev.postern.gate;

import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.Directory;

/**
 * The data of a directory capability.
 *
 * @param entry the audit entry of the decision
 */
record OpenedDirectory(Directory directory, Caller caller, Operation operation, Audit audit, AuditEntry entry) {}
