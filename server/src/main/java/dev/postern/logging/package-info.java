/** How log lines look and where they go. What is logged is decided where it happens. */
@NullMarked
package dev.postern.logging;

import org.jspecify.annotations.NullMarked;
