/**
 * The door. It verifies the token, asks {@code access}, writes {@code audit}, and hands out the capabilities through which alone a
 * mailbox, the directory or a cmdlet can be reached. Only this package can make one. It does not know JSON or routes.
 */
@NullMarked
package dev.postern.gate;

import org.jspecify.annotations.NullMarked;
