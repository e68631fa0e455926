/**
 * The gate. It verifies the token, gets the decision from {@code access}, writes the audit entry, and returns a capability, each for one
 * area and form. Capabilities are the only access to a mailbox, the directory or the audit, and only this package can create them. The
 * package is independent of JSON and routes.
 */
@NullMarked
package dev.postern.gate;

import org.jspecify.annotations.NullMarked;
