/** The composition root. Only this package knows all others. */
@NullMarked
package dev.postern;

import org.jspecify.annotations.NullMarked;
