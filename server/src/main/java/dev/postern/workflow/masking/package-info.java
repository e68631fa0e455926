/** Masking of secrets in what the history shows. */
@NullMarked
package dev.postern.workflow.masking;

import org.jspecify.annotations.NullMarked;
