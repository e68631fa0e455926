/** A definition as a whole: read, checked, and compiled. */
@NullMarked
package dev.postern.workflow.compiled;

import org.jspecify.annotations.NullMarked;
