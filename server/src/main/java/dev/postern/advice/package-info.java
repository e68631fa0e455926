/**
 * Advice about access: what in a tenant is wider, narrower or older than it seems, each with evidence and with the commands that cure it.
 * Everything is computed from one directory snapshot and from what the audit says about the use of permissions.
 */
@NullMarked
package dev.postern.advice;

import org.jspecify.annotations.NullMarked;
