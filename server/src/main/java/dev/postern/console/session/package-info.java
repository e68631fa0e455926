/** Links and sessions of the console, and what a session contains. */
@NullMarked
package dev.postern.console.session;

import org.jspecify.annotations.NullMarked;
