/**
 * Endpoints for administrators that no Microsoft API has: managed identities that belong to no resource, audit lookup, and the queue. Uses
 * no SQL.
 */
@NullMarked
package dev.postern.management;

import org.jspecify.annotations.NullMarked;
