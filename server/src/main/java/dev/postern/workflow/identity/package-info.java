/** The parts of the directory and the token issuer that workflows need. */
@NullMarked
package dev.postern.workflow.identity;

import org.jspecify.annotations.NullMarked;
