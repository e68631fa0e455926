/** What workflows need of the directory and of the token issuer, and no more. */
@NullMarked
package dev.postern.workflow.identity;

import org.jspecify.annotations.NullMarked;
