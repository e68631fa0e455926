/** The expression language of workflow definitions. Expressions are compiled when a definition is saved and evaluated in every run. */
@NullMarked
package dev.postern.workflow.expression;

import org.jspecify.annotations.NullMarked;
