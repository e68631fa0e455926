/**
 * The decision: who may reach which mailbox, and why. Pure functions over an immutable snapshot; no I/O, no clock, no
 * dependencies.
 *
 * <p>Build an {@link dev.postern.access.AccessSnapshot} from the directory, derive the next one from each change with
 * {@link dev.postern.access.AccessChange}, ask {@link dev.postern.access.AccessEngine}, read the
 * {@link dev.postern.access.Decision}. {@link dev.postern.access.Reach} asks the same engine backward.
 *
 * <p>A decision has two halves. The grant in Entra: {@code PermissionRules} finds it, in the token and in the directory;
 * {@code PolicyRules} finds what the application access policies say. The role assignments of RBAC for Applications do not exist
 * yet: their half is always {@link dev.postern.access.DecisionHalf.Rbac#NONE}, which {@code AccessEngine.decide} will replace.
 */
@NullMarked
package dev.postern.access;

import org.jspecify.annotations.NullMarked;
