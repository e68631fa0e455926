/**
 * Tenants, users, groups, mailboxes as recipients, applications, service principals, app roles, grants, policies. All of it is
 * held as one immutable snapshot for each tenant, and turned into the snapshot that {@code access} decides from. It does not know
 * items or HTTP.
 */
@NullMarked
package dev.postern.directory;

import org.jspecify.annotations.NullMarked;
