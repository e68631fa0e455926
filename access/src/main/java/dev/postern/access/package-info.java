/**
 * The decision: who may reach which mailbox, and why. Pure functions over an immutable snapshot; no I/O, no clock, no
 * dependencies.
 *
 * <p>Build an {@link dev.postern.access.AccessSnapshot} from the directory, ask {@link dev.postern.access.AccessEngine}, read the
 * {@link dev.postern.access.Decision}. {@link dev.postern.access.Reach} asks the same engine backward.
 *
 * <p>The way of a question: {@code PermissionRules} finds the grant, in the token and in the directory; {@code PolicyRules} finds
 * what the application access policies say. Access by a role assignment with its own scope (RBAC for Applications) is a second
 * way beside this one, because the two add up: it is asked in {@code AccessEngine.decide} when the first way has refused, gives
 * its own {@link dev.postern.access.Rule} and {@link dev.postern.access.Stage}, and names the assignment as a further
 * {@link dev.postern.access.GrantSource}. It does not exist yet; those are the places.
 */
@NullMarked
package dev.postern.access;

import org.jspecify.annotations.NullMarked;
