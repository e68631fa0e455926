/**
 * Tenants, users, groups, mailboxes as recipients, applications, service principals, app roles, grants, policies. All of this is
 * in memory as one immutable snapshot for each tenant, from which the snapshot for {@code access} is derived. This package does not
 * know items or HTTP.
 */
@NullMarked
package dev.postern.directory;

import org.jspecify.annotations.NullMarked;
