/**
 * The gate. It verifies the token, asks {@code access}, writes {@code audit}, and hands out the capabilities through which alone a
 * mailbox, the directory or the audit can be reached, each for one area in one form. Only this package can make one. It does not
 * know JSON or routes.
 */
@NullMarked
package dev.postern.gate;

import org.jspecify.annotations.NullMarked;
