/** The composition root. Only this package knows every room. */
@NullMarked
package dev.postern;

import org.jspecify.annotations.NullMarked;
