/** Calls from workflows to the outside, and to Postern itself: what is sent, where it may go, what comes back. */
@NullMarked
package dev.postern.workflow.call;

import org.jspecify.annotations.NullMarked;
