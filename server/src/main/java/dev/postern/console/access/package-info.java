/** Who reaches what, why, what a change would do, and what needs attention. */
@NullMarked
package dev.postern.console.access;

import org.jspecify.annotations.NullMarked;
